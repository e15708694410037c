/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.kafka;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Sends letters with the original key, value and headers to a topic. Sending is asynchronous; the
 * first letter that could not be delivered fails every later {@link #write} and {@link #flush}.
 */
@Internal
final class KafkaDeadLetterWriter implements DeadLetterWriter {

    private final String topic;
    private final String brokers;
    private final Supplier<Producer<byte[], byte[]>> producers;

    /** Set on the producer's thread, read on the task's. */
    private final AtomicReference<IOException> failure = new AtomicReference<>();

    @Nullable private Producer<byte[], byte[]> producer;

    /**
     * @param topic topic of the letters
     * @param brokers for messages only
     * @param producers makes the producer on the task
     */
    KafkaDeadLetterWriter(
            String topic, String brokers, Supplier<Producer<byte[], byte[]>> producers) {
        this.topic = topic;
        this.brokers = brokers;
        this.producers = producers;
    }

    /**
     * Asks for the topic's partitions, which makes the broker create the topic where it may; waits
     * for at most {@code max.block.ms}.
     */
    @Override
    public void open() throws IOException {
        try {
            producer = producers.get();
            if (producer.partitionsFor(topic).isEmpty()) {
                throw new IOException(describe() + " has no partition; create the topic");
            }
        } catch (InterruptException e) {
            throw interruptedIo(e);
        } catch (KafkaException e) {
            throw new IOException(
                    describe()
                            + " cannot be written: "
                            + rootMessage(e)
                            + ". Create the topic or let the brokers create it, and check"
                            + " 'dead-letter.properties.*'",
                    e);
        }
    }

    @Override
    public void write(DeadLetter letter) throws IOException, InterruptedException {
        throwFailure();
        refuseLoop(letter);
        ProducerRecord<byte[], byte[]> letterRecord =
                new ProducerRecord<>(
                        topic,
                        null, // partition: by key, so that letters of one key keep their order
                        null, // timestamp: now, else retention could drop letters of old records
                        letter.key(),
                        letter.value(),
                        KafkaDeadLetterHeaders.toHeaders(letter));
        try {
            producer.send(
                    letterRecord,
                    (metadata, e) -> {
                        if (e != null) {
                            failure.compareAndSet(null, undelivered(letter, e));
                        }
                    });
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            throw undelivered(letter, e);
        }
        throwFailure();
    }

    @Override
    public void flush() throws IOException, InterruptedException {
        throwFailure();
        try {
            producer.flush();
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            throw new IOException(describe() + " cannot be flushed: " + rootMessage(e), e);
        }
        throwFailure();
    }

    @Override
    public void close() throws IOException {
        if (producer != null) {
            try {
                // what was not flushed is written again after the restart, so nothing is waited for
                producer.close(Duration.ZERO);
            } catch (InterruptException e) {
                throw interruptedIo(e);
            } catch (KafkaException e) {
                throw new IOException(describe() + " cannot be closed: " + rootMessage(e), e);
            } finally {
                producer = null;
            }
        }
    }

    private void throwFailure() throws IOException {
        IOException first = failure.get();
        if (first != null) {
            // a new one each time, because the caller may add to what it catches
            throw new IOException(first.getMessage(), first);
        }
    }

    /** A letter in the topic it was read from would be read, fail and be written for ever. */
    private void refuseLoop(DeadLetter letter) throws IOException {
        if (letter.origin().system().equals("kafka") && letter.origin().container().equals(topic)) {
            throw new IOException(
                    "'dead-letter.topic' = '"
                            + topic
                            + "' is the topic the record came from; use another topic");
        }
    }

    private IOException undelivered(DeadLetter letter, Exception e) {
        String mend =
                e instanceof RecordTooLargeException
                        ? "; raise max.message.bytes of the topic, and"
                                + " 'dead-letter.properties.max.request.size' if it is set"
                        : "";
        return new IOException(
                "Letter "
                        + letter.id()
                        + " could not be written to "
                        + describe()
                        + ": "
                        + rootMessage(e)
                        + mend,
                e);
    }

    private String describe() {
        return "Dead-letter topic '" + topic + "' at " + brokers;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** Kafka's exception has set the thread's interrupt flag already; it stays set. */
    private static InterruptedException interrupted(InterruptException e) {
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }

    private static InterruptedIOException interruptedIo(InterruptException e) {
        InterruptedIOException interrupted = new InterruptedIOException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }
}
