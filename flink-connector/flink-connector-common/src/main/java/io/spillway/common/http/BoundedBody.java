/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.http;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Reads a response's body up to a limit, and remembers the headers should the body fail. */
@Internal
final class BoundedBody implements BodyHandler<byte[]> {

    private final int maxBytes;
    @Nullable private volatile HttpHeaders headers;

    BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The response's headers, null as long as none came. */
    @Nullable
    HttpHeaders headers() {
        return headers;
    }

    @Override
    public BodySubscriber<byte[]> apply(ResponseInfo info) {
        headers = info.headers();
        return new Subscriber(info.headers().firstValueAsLong("content-length").orElse(-1));
    }

    /** A body was larger than allowed. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(int maxBytes) {
            super("the answer is larger than the limit of " + maxBytes + " bytes");
        }
    }

    private final class Subscriber implements BodySubscriber<byte[]> {

        private static final int FIRST_GUESS = 8 * 1024;

        private final CompletableFuture<byte[]> result = new CompletableFuture<>();
        private final long contentLength;
        private byte[] bytes;
        private int size;
        private Flow.Subscription subscription;

        Subscriber(long contentLength) {
            this.contentLength = contentLength;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return result;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            if (contentLength > maxBytes) {
                refuse();
                return;
            }
            bytes = new byte[contentLength >= 0 ? (int) contentLength : 0];
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                int more = buffer.remaining();
                if (more > maxBytes - size) {
                    refuse();
                    return;
                }
                ensureRoom(more);
                buffer.get(bytes, size, more);
                size += more;
            }
        }

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            result.complete(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
        }

        private void refuse() {
            subscription.cancel();
            result.completeExceptionally(new TooLargeException(maxBytes));
        }

        private void ensureRoom(int more) {
            if (size + more > bytes.length) {
                long grown = Math.max(size + (long) more, Math.max(FIRST_GUESS, 2L * bytes.length));
                bytes = Arrays.copyOf(bytes, (int) Math.min(grown, maxBytes));
            }
        }
    }
}
