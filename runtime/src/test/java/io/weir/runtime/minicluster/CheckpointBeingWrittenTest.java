package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystemFactory;
import io.weir.fs.FileSystems;
import io.weir.fs.LocalFileSystem;
import io.weir.fs.SeekableInput;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task fails while the metadata of a checkpoint is being written: it is this checkpoint that tasks start again from. */
@Timeout(120)
class CheckpointBeingWrittenTest {
    /** How long the storage waits for tasks that start too early. */
    private static final long PATIENCE_MILLIS = 1000;

    private static final long RECORDS = 1000;

    /** Counted down by the storage, awaited by the task. */
    private static final CountDownLatch WRITING = new CountDownLatch(1);

    /** Counted down by the task that starts again, awaited by the storage. */
    private static final CountDownLatch STARTED_AGAIN = new CountDownLatch(1);

    /** Set by the storage, read by the test. */
    private static final AtomicBoolean TOO_EARLY = new AtomicBoolean();

    @TempDir
    private Path directory;

    /** Fails once, while the second checkpoint is being written. */
    private static final class FailsMeanwhile extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private boolean again;

        @Override
        public void open(OpenContext openContext) {
            again = getRuntimeContext().getTaskInfo().getAttemptNumber() > 0;
            if (again) {
                STARTED_AGAIN.countDown();
            }
        }

        @Override
        public Long map(Long value) throws InterruptedException {
            if (!again && WRITING.await(1, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("fails while the checkpoint is written");
            }
            return value;
        }
    }

    /** Local files; the metadata of the second checkpoint take their time. */
    private static final class SlowFiles implements FileSystem {
        private final FileSystem local = new LocalFileSystem();

        private static String local(String path) {
            return path.substring("slow:".length());
        }

        @Override
        public OutputStream create(String path, boolean overwrite) throws IOException {
            if (path.endsWith("chk-2/_metadata")) {
                WRITING.countDown();
                try {
                    TOO_EARLY.set(STARTED_AGAIN.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return local.create(local(path), overwrite);
        }

        @Override
        public SeekableInput open(String path) throws IOException {
            return local.open(local(path));
        }

        @Override
        public FileStatus status(String path) throws IOException {
            return local.status(local(path));
        }

        @Override
        public List<FileStatus> list(String path) throws IOException {
            return local.list(local(path));
        }

        @Override
        public boolean exists(String path) throws IOException {
            return local.exists(local(path));
        }

        @Override
        public void createDirectories(String path) throws IOException {
            local.createDirectories(local(path));
        }

        @Override
        public void rename(String from, String to) throws IOException {
            local.rename(local(from), local(to));
        }

        @Override
        public boolean delete(String path) throws IOException {
            return local.delete(local(path));
        }
    }

    /** Makes them. */
    private static final class SlowFactory implements FileSystemFactory {
        @Override
        public Set<String> schemes() {
            return Set.of("slow");
        }

        @Override
        public FileSystem open(String path) {
            return new SlowFiles();
        }
    }

    @Test
    void isStartedFrom() throws Exception {
        FileSystems.register(new SlowFactory());
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().enableCheckpointing(50);
                env.getConfiguration()
                        .set(CheckpointingOptions.DIRECTORY, "slow:" + directory)
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
                env.fromSequence(1, RECORDS).map(new FailsMeanwhile()).addSink((value, context) -> {});
                env.execute("one more start");
            });
        }
        assertThat(STARTED_AGAIN.getCount()).as("the task has started again").isZero();
        assertThat(TOO_EARLY).as("it started before the checkpoint was there").isFalse();
    }
}
