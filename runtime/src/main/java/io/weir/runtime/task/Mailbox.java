package io.weir.runtime.task;

import io.weir.runtime.network.Wakeup;
import io.weir.runtime.operators.OutputRoom;
import java.util.concurrent.Executor;
import org.jctools.queues.MpscUnboundedArrayQueue;

/** What other threads want a task to do. Any thread posts; the task's thread runs the mail between two steps. */
final class Mailbox implements Executor {
    private static final int CHUNK = 64;

    private final MpscUnboundedArrayQueue<Mail> queue = new MpscUnboundedArrayQueue<>(CHUNK);
    private final Wakeup wakeup;
    private final OutputRoom room;

    /** One thing to do. */
    @FunctionalInterface
    interface Mail {
        /** Does it; a failure fails the task. */
        void run() throws Exception;
    }

    Mailbox(Wakeup wakeup, OutputRoom room) {
        this.wakeup = wakeup;
        this.room = room;
    }

    /** Posts mail. Mail that comes after the task's end is never run. Any thread. */
    void post(Mail mail) {
        queue.add(mail);
        room.endStep();
        wakeup.wake();
    }

    /** Posts mail for which a task that waits for room in the middle of a record goes on without. Any thread. */
    void postUrgently(Mail mail) {
        queue.add(mail);
        room.hurry();
        wakeup.wake();
    }

    @Override
    public void execute(Runnable command) {
        post(command::run);
    }

    /** Returns whether there is no mail. Any thread. */
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Runs the mail that is there; what it posts itself waits for the next time. Task's thread. */
    void run() throws Exception {
        for (int waiting = queue.size(); waiting > 0; waiting--) {
            Mail mail = queue.poll();
            if (mail == null) {
                return;
            }
            mail.run();
        }
    }
}
