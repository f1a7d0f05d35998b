package io.weir.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import io.weir.functions.MapFunction;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job that fails again and again writes each record to HDFS once, and takes its checkpoints there. */
@ExtendWith(MiniHadoopExtension.class)
@Timeout(180)
class FileSinkOnHdfsTest {
    private static final long RECORDS = 10_000;
    private static final int FAILURES = 5;

    /** How often the job will still fail; used by all tasks. */
    private static final AtomicInteger LEFT = new AtomicInteger();

    /** Takes its time, and fails at random records. */
    private record FailingMap(long seed) implements MapFunction<Long, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String map(Long value) {
            LockSupport.parkNanos(100_000);
            int left = LEFT.get();
            if (left > 0
                    && new Random(seed + left * RECORDS + value).nextInt(2_000) == 0
                    && LEFT.compareAndSet(left, left - 1)) {
                throw new IllegalStateException("disturbed at " + value);
            }
            return value.toString();
        }
    }

    @AfterEach
    void forgetTheDefaultScheme() {
        FileSystems.initialize(new Configuration());
    }

    @Test
    void writesEachRecordOnce(MiniHadoop hadoop) throws Exception {
        long seed = Long.getLong("weir.chaos.seed", ThreadLocalRandom.current().nextLong());
        LEFT.set(FAILURES);
        String home = hadoop.fileSystemUri() + "/file-sink";
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(
                2,
                Configuration.fromMap(Map.of(
                        "fs.default-scheme",
                        hadoop.fileSystemUri(),
                        "execution.checkpointing.dir",
                        home + "/checkpoints",
                        "execution.checkpointing.interval",
                        "100 ms")));
        environment
                .getConfiguration()
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, FAILURES)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
        environment
                .fromSequence(1, RECORDS)
                .map(new FailingMap(seed))
                .sinkTo(FileSink.forRowFormat("/file-sink/out", new SimpleStringEncoder<String>())
                        .withBucketAssigner((value, context) -> "length=" + value.length())
                        .build());
        environment.execute();

        FileSystem files = new HadoopFileSystemFactory().open(hadoop.fileSystemUri());
        List<Long> written = new ArrayList<>();
        for (FileStatus bucket : files.list(home + "/out")) {
            assertThat(bucket.name()).as("nothing hidden is left").startsWith("length=");
            for (FileStatus part : files.list(bucket.path())) {
                try (InputStream in = files.open(part.path())) {
                    new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .map(Long::valueOf)
                            .forEach(written::add);
                }
            }
        }
        written.sort(null);
        assertThat(written)
                .as("-Dweir.chaos.seed=" + seed)
                .isEqualTo(LongStream.rangeClosed(1, RECORDS).boxed().toList());
        assertThat(LEFT.get()).as("failures that did not come").isLessThan(FAILURES);
    }
}
