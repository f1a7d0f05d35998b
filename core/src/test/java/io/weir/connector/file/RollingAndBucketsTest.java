package io.weir.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.MemorySize;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When files end, and where records go. */
final class RollingAndBucketsTest {
    /** A file in some condition. */
    private record File(long creationTime, long size, long lastUpdateTime) implements PartFileInfo {
        @Override
        public String getBucketId() {
            return "";
        }

        @Override
        public long getCreationTime() {
            return creationTime;
        }

        @Override
        public long getSize() {
            return size;
        }

        @Override
        public long getLastUpdateTime() {
            return lastUpdateTime;
        }
    }

    /** A moment. */
    private record At(long currentProcessingTime, Long timestamp) implements BucketAssigner.Context {
        static At time(String instant) {
            return new At(Instant.parse(instant).toEpochMilli(), null);
        }
    }

    @Test
    void endsLongFiles() {
        DefaultRollingPolicy<String> policy = DefaultRollingPolicy.builder()
                .withMaxPartSize(new MemorySize(100))
                .build();
        assertThat(policy.shouldRollOnEvent(new File(0, 99, 0), "x")).isFalse();
        assertThat(policy.shouldRollOnEvent(new File(0, 100, 0), "x")).isTrue();
        DefaultRollingPolicy<String> usual = DefaultRollingPolicy.builder().build();
        assertThat(usual.shouldRollOnEvent(new File(0, (128L << 20) - 1, 0), "x"))
                .isFalse();
        assertThat(usual.shouldRollOnEvent(new File(0, 128L << 20, 0), "x")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1000,1900,1999,false", "1000,1900,2000,true", "1900,1900,2199,false", "1900,1900,2200,true"})
    void endsOldAndForgottenFiles(long created, long updated, long now, boolean ends) {
        DefaultRollingPolicy<String> policy = DefaultRollingPolicy.builder()
                .withRolloverInterval(Duration.ofMillis(1000))
                .withInactivityInterval(Duration.ofMillis(300))
                .build();
        assertThat(policy.shouldRollOnProcessingTime(new File(created, 1, updated), now))
                .isEqualTo(ends);
    }

    @Test
    void endsNothingBetweenCheckpointsIfToldSo() {
        OnCheckpointRollingPolicy<String> policy = OnCheckpointRollingPolicy.build();
        File old = new File(0, Long.MAX_VALUE, 0);
        assertThat(policy.shouldRollOnEvent(old, "x")).isFalse();
        assertThat(policy.shouldRollOnProcessingTime(old, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void refusesLimitsThatNoFileCanKeep() {
        assertThatThrownBy(() -> DefaultRollingPolicy.builder().withMaxPartSize(new MemorySize(0)))
                .hasMessageContaining("room for a record");
        assertThatThrownBy(() -> DefaultRollingPolicy.builder().withRolloverInterval(Duration.ZERO))
                .hasMessageContaining("at least 1 ms");
        assertThatThrownBy(() -> FileSink.forRowFormat("/out", new SimpleStringEncoder<>())
                        .withBucketCheckInterval(0))
                .hasMessageContaining("at least 1 ms");
        assertThatThrownBy(
                        () -> OutputFileConfig.builder().withPartPrefix("_part").build())
                .hasMessageContaining("skip files");
        assertThatThrownBy(() -> OutputFileConfig.builder().withPartSuffix("/x").build())
                .hasMessageContaining("no slash");
    }

    @Test
    void makesDirectoriesOfTheHour() {
        BucketAssigner<String> hours = new DateTimeBucketAssigner<>(ZoneOffset.UTC);
        assertThat(hours.getBucketId("x", At.time("2026-03-01T07:59:59.999Z"))).isEqualTo("2026-03-01--07");
        assertThat(hours.getBucketId("x", At.time("2026-03-01T08:00:00Z"))).isEqualTo("2026-03-01--08");
        assertThat(hours.getBucketId("x", At.time("1969-12-31T23:59:59.999Z"))).isEqualTo("1969-12-31--23");
    }

    @Test
    void makesDirectoriesOfOtherFormatsAndZones() {
        BucketAssigner<String> days = new DateTimeBucketAssigner<>("yyyy/MM/dd", ZoneId.of("Asia/Tokyo"));
        assertThat(days.getBucketId("x", At.time("2026-02-28T15:00:00Z"))).isEqualTo("2026/03/01");
        assertThatThrownBy(() -> new DateTimeBucketAssigner<>("yyyy-bb")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usesTheBaseDirectoryIfToldSo() {
        assertThat(new BasePathBucketAssigner<String>().getBucketId("x", At.time("2026-03-01T07:00:00Z")))
                .isEmpty();
    }
}
