package io.weir.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WritePaceTest {
    private static final long FREE = millis(20);

    private long now = 5;
    private long worked = 7;
    private long rested;

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private WritePace pace(int processors, long limitNanos) {
        return new WritePace(new WritePace.Environment(processors, () -> now, () -> worked, this::rest), limitNanos);
    }

    private void rest(long nanos) {
        rested += nanos;
        now += nanos;
    }

    private void work(WritePace.Turn turn, long nanos) {
        now += nanos;
        worked += nanos;
        turn.pause();
    }

    @Test
    void worksForATenthOfTheTimeOfAllProcessors() {
        WritePace.Turn turn = pace(2, millis(5_000)).begin();
        work(turn, FREE);
        assertThat(rested).isZero();
        for (int i = 1; i <= 10; i++) {
            work(turn, millis(4));
            assertThat(rested).isEqualTo(millis(16) * i);
        }
    }

    @Test
    void sharesTheTimeWithOthersThatWrite() {
        WritePace pace = pace(2, millis(5_000));
        WritePace.Turn one = pace.begin();
        try (WritePace.Turn other = pace.begin()) {
            work(other, FREE + millis(4));
            assertThat(rested).isEqualTo(millis(36));
        }
        one.close();
        work(pace.begin(), FREE + millis(4));
        assertThat(rested).as("the others have ended").isEqualTo(millis(36 + 16));
    }

    @Test
    void restsNoLongerThanTheCheckpointMayTake() {
        WritePace.Turn turn = pace(2, millis(100)).begin();
        work(turn, millis(60));
        assertThat(rested).isEqualTo(millis(40));
        work(turn, millis(60));
        assertThat(rested).isEqualTo(millis(40));
    }

    @Test
    void waitingForFilesIsRestEnough() {
        WritePace.Turn turn = pace(2, millis(5_000)).begin();
        work(turn, FREE + millis(4));
        rested = 0;
        now += millis(16);
        work(turn, millis(4));
        assertThat(rested).isZero();
    }

    @Test
    void manyProcessorsHaveEnoughForAll() {
        WritePace.Turn turn = pace(10, millis(5_000)).begin();
        work(turn, millis(500));
        assertThat(rested).isZero();
    }

    @Test
    void doesNotRestWhereNobodyKnowsHowLongItWorks() {
        worked = -1;
        WritePace.Turn turn = pace(2, millis(5_000)).begin();
        now += millis(500);
        turn.pause();
        assertThat(rested).isZero();
    }
}
