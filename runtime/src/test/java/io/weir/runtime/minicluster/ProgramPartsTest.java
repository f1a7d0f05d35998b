package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.weir.configuration.Configuration;
import io.weir.connector.OutputCommitter;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.CollectedBatches;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of a program runs in the JobManager: committers, enumerators, collected results. */
@Timeout(120)
class ProgramPartsTest {
    private static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void clear() {
        CALLS.clear();
    }

    /** Notes what happens; fails where it is told to. */
    private record NotingSink(String failsAt) implements Sink<Long> {
        @Override
        public SinkWriter<Long> createWriter(SinkWriterContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(Long value, long timestamp) {
                    CALLS.add("write");
                }

                @Override
                public void flush(boolean endOfInput) {
                    CALLS.add("flush");
                }

                @Override
                public void close() {
                    CALLS.add("close");
                }
            };
        }

        @Override
        public Optional<OutputCommitter> outputCommitter() {
            return Optional.of(new NotingCommitter(failsAt));
        }
    }

    /** Notes what happens; fails where it is told to. */
    private record NotingCommitter(String failsAt) implements OutputCommitter {
        private void note(String call) throws IOException {
            CALLS.add(call + " on " + Thread.currentThread().getName().replaceAll("-[0-9]+$", ""));
            if (call.equals(failsAt)) {
                throw new IOException("no " + call);
            }
        }

        @Override
        public void setup(String jobId) throws IOException {
            note("setup");
        }

        @Override
        public void commit(String jobId) throws IOException {
            note("commit");
        }

        @Override
        public void abort(String jobId) throws IOException {
            note("abort");
        }
    }

    private static Throwable run(String failsAt, boolean failingTask) throws Exception {
        Throwable[] failure = new Throwable[1];
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
                env.fromSequence(1, 10)
                        .map(value -> failingTask ? Programs.failOn7(value) : value)
                        .sinkTo(new NotingSink(failsAt));
                failure[0] = catchThrowable(() -> env.execute("commits"));
            });
        }
        return failure[0];
    }

    @Test
    void outputIsPreparedFirstAndPublishedLast() throws Exception {
        assertThat(run("", false)).isNull();
        assertThat(CALLS)
                .startsWith("setup on jobmanager-io", "write")
                .endsWith("flush", "close", "commit on jobmanager-io");
    }

    @Test
    void outputOfAFailedJobIsDiscarded() throws Exception {
        assertThat(run("", true)).hasMessageContaining("boom on 7");
        assertThat(CALLS).startsWith("setup on jobmanager-io").endsWith("close", "abort on jobmanager-io");
        assertThat(CALLS).doesNotContain("commit on jobmanager-io");
    }

    @Test
    void nothingRunsWhenTheOutputCannotBePrepared() throws Exception {
        assertThat(run("setup", false))
                .isInstanceOfSatisfying(WeirException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.STORAGE))
                .hasMessageContaining("could not be prepared: no setup");
        assertThat(CALLS).containsExactly("setup on jobmanager-io", "abort on jobmanager-io");
    }

    @Test
    void aJobWhoseOutputCannotBePublishedFails() throws Exception {
        assertThat(run("commit", false)).hasMessageContaining("could not be published: no commit");
        assertThat(CALLS).endsWith("commit on jobmanager-io", "abort on jobmanager-io");
    }

    @Test
    void aFailureToDiscardDoesNotHideTheRootCause() throws Exception {
        assertThat(run("abort", true)).hasMessageContaining("boom on 7");
    }

    @Test
    void anEnumeratorThatFailsFailsTheJobWithItsCause() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
                env.fromSource(new FailingSource(), "fails").addSink((value, context) -> {});
                assertThat(catchThrowable(() -> env.execute("enumerator")))
                        .hasMessageContaining("java.lang.IllegalArgumentException: no splits here")
                        .isInstanceOfSatisfying(WeirException.class, failure -> assertThat(failure.code())
                                .isEqualTo(ErrorCode.USER_FUNCTION));
            });
        }
    }

    @Test
    void collectedResultsWaitForTheirClient() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2);
                Iterator<Long> records = env.fromSequence(1, 1000).executeAndCollect();
                Eventually.until(
                        "the job has ended before anything is fetched",
                        () -> cluster.dispatcher().listJobs().join().stream()
                                .allMatch(job -> job.status() == JobStatus.FINISHED));
                long sum = 0;
                while (records.hasNext()) {
                    sum += records.next();
                }
                assertThat(sum).isEqualTo(500_500);
            });
        }
    }

    @Test
    void aSlowClientSlowsTheJobDown() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
                String text = "x".repeat(100_000);
                Iterator<String> records =
                        env.fromSequence(1, 1_000).map(i -> text + i).executeAndCollect();
                assertThat(records.next()).startsWith("x");
                assertThat(cluster.dispatcher().listJobs().join().get(0).status())
                        .isEqualTo(JobStatus.RUNNING);
                int count = 1;
                while (records.hasNext()) {
                    records.next();
                    count++;
                }
                assertThat(count).isEqualTo(1_000);
            });
        }
    }

    @Test
    void resultsOfAnUnknownJobAreNotFound() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
                env.fromSequence(1, 10).addSink((value, context) -> {});
                JobClient client = env.executeAsync("no results");
                client.getJobExecutionResult().join();
                CollectedBatches none = client.fetchResults("other", 0)
                        .handle((batches, failure) -> {
                            assertThat(failure).isInstanceOf(CompletionException.class);
                            return new CollectedBatches(List.of(), true);
                        })
                        .join();
                assertThat(none.batches()).isEmpty();
            });
        }
    }
}
