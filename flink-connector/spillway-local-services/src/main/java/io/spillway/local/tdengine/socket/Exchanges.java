/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.socket;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.fault.Fate;
import io.spillway.local.tdengine.fault.TDengineFaults;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests, each in a task of its own, unless a fault has it otherwise. Thread-safe. */
public final class Exchanges {

    private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
    private static final int ADAPTER_ERROR = 0xffff;

    private final TDengineFaults faults;
    private final Executor workers;
    private final ScheduledExecutorService timers;

    public Exchanges(TDengineFaults faults, Executor workers, ScheduledExecutorService timers) {
        this.faults = faults;
        this.workers = workers;
        this.timers = timers;
    }

    /** Has a request answered by a thread of its own. */
    public void start(Socket socket, String action, Call call) {
        workers.execute(() -> answer(socket, action, call));
    }

    /** Answers a request in this thread. */
    public void answer(Socket socket, String action, Call call) {
        if (socket.isFrozen()) {
            return;
        }
        Fate fate = faults.take(action);
        if (fate.ending() == Fate.Ending.CLOSED_BEFORE) {
            socket.drop();
            return;
        }
        Reply reply = fate.code() != 0 ? call.failed(fate.code(), fate.message()) : run(call);
        if (fate.delay().isZero()) {
            end(socket, fate.ending(), reply);
        } else {
            timers.schedule(
                    () -> end(socket, fate.ending(), reply),
                    fate.delay().toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    private static Reply run(Call call) {
        try {
            return call.run();
        } catch (TaosException e) {
            return call.failed(e.code(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The local TDengine failed on a request", e);
            return call.failed(ADAPTER_ERROR, "The local TDengine failed: " + e);
        }
    }

    private static void end(Socket socket, Fate.Ending ending, Reply reply) {
        switch (ending) {
            case ANSWERED -> reply.send(socket);
            case CUT -> reply.sendHalf(socket);
            case UNANSWERED -> LOG.debug("An answer is swallowed by an injected fault");
            default -> socket.drop();
        }
    }

    /** What a request asks for. */
    public interface Call {

        Reply run() throws TaosException;

        /** The answer if it fails. */
        Reply failed(int code, String message);
    }
}
