package io.weir.windowing.evictors;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.windowing.windows.GlobalWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeEvictorTest {
    private static List<Long> left(Duration kept, long... timestamps) {
        List<TimestampedValue<Object>> records = new ArrayList<>();
        for (long timestamp : timestamps) {
            records.add(new TimestampedValue<>("record", timestamp));
        }
        TimeEvictor.<GlobalWindow>of(kept).evictBefore(records, records.size(), GlobalWindow.get(), null);
        return records.stream().map(TimestampedValue::timestamp).toList();
    }

    @Test
    void keepsWhatIsNearTheLatest() {
        assertThat(left(Duration.ofMillis(10), 1, 11, 2, 12)).containsExactly(11L, 12L);
        assertThat(left(Duration.ZERO, 11, 12)).isEmpty();
    }

    @Test
    void keepsRecordsWithoutTimestamps() {
        assertThat(left(Duration.ofMillis(10), Long.MIN_VALUE, 1, 20)).containsExactly(Long.MIN_VALUE, 20L);
        assertThat(left(Duration.ofMillis(10), Long.MIN_VALUE)).containsExactly(Long.MIN_VALUE);
    }

    @Test
    void keepsAllThatIsWithinAnyTime() {
        assertThat(left(Duration.ofMillis(Long.MAX_VALUE), -5, 3)).containsExactly(-5L, 3L);
    }
}
