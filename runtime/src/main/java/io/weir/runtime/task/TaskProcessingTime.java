package io.weir.runtime.task;

import io.weir.runtime.timers.ProcessingTime;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The clock of a task. What is due comes as mail. The task's thread owns it. */
record TaskProcessingTime(Clock clock, ScheduledExecutorService timer, Mailbox mailbox) implements ProcessingTime {
    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public Scheduled schedule(long time, Action action) {
        Due due = new Due(action);
        long now = clock.millis();
        long delay = time < now ? 0 : time - now + 1; // the millisecond itself has to pass
        due.future = timer.schedule(() -> mailbox.post(due), delay, TimeUnit.MILLISECONDS);
        return due;
    }

    /** What waits for its time, and then for the task's thread. The task's thread owns it. */
    private static final class Due implements Scheduled, Mailbox.Mail {
        private final Action action;
        private ScheduledFuture<?> future;
        private boolean canceled;

        Due(Action action) {
            this.action = action;
        }

        @Override
        public void cancel() {
            canceled = true;
            future.cancel(false);
        }

        @Override
        public void run() throws Exception {
            if (!canceled) {
                action.run();
            }
        }
    }
}
