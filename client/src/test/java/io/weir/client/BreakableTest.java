package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.util.WeirException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BreakableTest {
    private final Breakable breakable = new Breakable();

    @Test
    void interruptsTheCallAndWaitsUntilItHasCleanedUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean cleaned = new AtomicBoolean();
        Thread caller = new Thread(() -> breakable.call(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                cleaned.set(true);
            }
            return null;
        }));
        caller.start();
        begun.await();
        breakable.breakOff(Duration.ofSeconds(30));
        assertThat(cleaned).isTrue();
        caller.join();
    }

    @Test
    void refusesCallsFromThenOn() throws Exception {
        assertThat(breakable.call(() -> "done")).isEqualTo("done");
        breakable.breakOff(Duration.ofSeconds(30));
        assertThatThrownBy(() -> breakable.call(() -> "more"))
                .isInstanceOf(WeirException.class)
                .hasMessage("The command was interrupted.");
    }

    @Test
    void doesNotWaitForEver() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread caller = new Thread(() -> breakable.call(() -> {
            begun.countDown();
            boolean ended = false;
            while (!ended) {
                try {
                    end.await();
                    ended = true;
                } catch (InterruptedException e) {
                    continue; // deaf
                }
            }
            return null;
        }));
        caller.start();
        begun.await();
        breakable.breakOff(Duration.ofMillis(20));
        end.countDown();
        caller.join();
    }
}
