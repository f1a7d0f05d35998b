package io.weir.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.plan.Transformation;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private final RecordingExecutor executor = new RecordingExecutor(Configuration.fromMap(
            Map.of("execution.target", "remote", "parallelism.default", "3", "pipeline.name", "a")));
    private final RecordingExecutor.Job job = executor.job;

    @AfterEach
    void forgetTheExecutor() {
        PlanExecutors.setContext(null);
    }

    private Program program(Configuration own) {
        PlanExecutors.setContext(executor);
        return Program.create(own);
    }

    private static Transformation<Long> numbers(Program program) {
        return Endpoints.collection(program, List.of(1L, 2L), Types.LONG);
    }

    private static CompletableFuture<CollectedBatches> batch(boolean last, long... values) {
        TypeSerializer<Long> serializer = Types.LONG.createSerializer();
        RecordOutput out = new RecordOutput(16);
        out.writeInt(values.length);
        for (long value : values) {
            serializer.serialize(value, out);
        }
        return CompletableFuture.completedFuture(new CollectedBatches(List.of(out.toBytes()), last));
    }

    @Test
    void theProgramsOptionsGoOverThoseOfTheCommandLine() {
        Program program = program(Configuration.fromMap(Map.of("pipeline.name", "b")));
        assertThat(program.parallelism()).isEqualTo(3);
        program.setParallelism(5);
        Endpoints.sink(program, numbers(program), (value, context) -> {}, "Sink");
        program.submit(null);
        assertThat(executor.submitted.get(0).name()).isEqualTo("b");
        assertThat(executor.submitted.get(0).configuration().get(CoreOptions.DEFAULT_PARALLELISM))
                .isEqualTo(5);
        assertThat(executor.submitted.get(0).configuration().toMap()).containsEntry("execution.target", "remote");
    }

    @Test
    void aLocalProgramHasAsManyInstancesAsThereAreProcessors() {
        assertThat(Program.create(new Configuration()).parallelism())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        Configuration two = Configuration.fromMap(Map.of("parallelism.default", "2"));
        assertThat(Program.create(two).parallelism()).isEqualTo(2);
        Configuration remote = Configuration.fromMap(Map.of("execution.target", "remote"));
        assertThat(Program.create(remote).parallelism()).isEqualTo(1);
    }

    @Test
    void aRemoteProgramHasItsClustersAddressAndWhateverElseItNeeds() {
        Configuration own = Configuration.fromMap(Map.of(
                "security.cluster.secret-file", "secret", "pipeline.jars", "a.jar", "execution.target", "local"));
        Configuration before = new Configuration(own);
        PlanExecutors.setContext(executor);
        assertThat(Program.remote("host", 7, own, "b.jar", "c.jar")
                        .configuration()
                        .toMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "execution.target", "remote",
                        "jobmanager.rpc.address", "host",
                        "jobmanager.rpc.port", "7",
                        "pipeline.jars", "a.jar;b.jar;c.jar",
                        "security.cluster.secret-file", "secret"));
        assertThat(own).isEqualTo(before);
    }

    @Test
    void anOptionThatDoesNotExistIsRefused() {
        Program program = program(new Configuration());
        Endpoints.sink(program, numbers(program), (value, context) -> {}, "Sink");
        program.configuration().setString("taskmanager.numberOfTaskSlot", "2");
        assertThatThrownBy(program::explain)
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("Did you mean 'taskmanager.numberOfTaskSlots'?");
    }

    @Test
    void withoutARuntimeTheMendIsNamed() {
        Program program = Program.create(new Configuration());
        Endpoints.sink(program, numbers(program), (value, context) -> {}, "Sink");
        assertThatThrownBy(() -> program.execute("job"))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("io.weir:weir-runtime");
    }

    @Test
    void anExecutionRunsWhatWasDefinedSinceTheLastOne() {
        job.result.complete(new JobExecutionResult(job.id, Duration.ofMillis(5)));
        Program program = program(new Configuration());
        assertThatThrownBy(() -> program.execute("none")).hasMessageContaining("nothing to run");
        Endpoints.sink(program, numbers(program), (value, context) -> {}, "One");
        assertThat(program.explain()).isEqualTo("a");
        assertThat(program.execute("one"))
                .returns(5L, JobExecutionResult::getNetRuntime)
                .returns(5_000L, result -> result.getNetRuntime(TimeUnit.MICROSECONDS));
        Endpoints.sink(program, numbers(program), (value, context) -> {}, "Two");
        program.execute("two");
        assertThat(executor.submitted)
                .extracting(plan -> plan.sinks().get(0).settings().name())
                .containsExactly("One", "Two");
        assertThat(job.closed).isEqualTo(2);
    }

    @Test
    void aDetachedProgramDoesNotWait() {
        Program program = program(Configuration.fromMap(Map.of("execution.attached", "false")));
        Endpoints.sink(program, numbers(program), (value, context) -> {}, "Sink");
        assertThat(program.execute("job").getJobID()).isEqualTo(job.id);
        assertThat(job.closed).isEqualTo(1);
        assertThat(job.canceled).isZero();
    }

    @Test
    void aFailedJobThrowsItsCause() {
        WeirException cause = new WeirException(ErrorCode.USER_FUNCTION, "broken");
        job.result.completeExceptionally(cause);
        Program program = program(new Configuration());
        Endpoints.sink(program, numbers(program), (value, context) -> {}, "Sink");
        assertThatThrownBy(() -> program.execute("job")).isSameAs(cause);
        assertThat(job.closed).isEqualTo(1);
    }

    @Test
    void aClientThatIsInterruptedCancelsItsJob() {
        Program program = program(new Configuration());
        Endpoints.sink(program, numbers(program), (value, context) -> {}, "Sink");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> program.execute("job"))
                .isInstanceOf(WeirException.class)
                .extracting("code")
                .isEqualTo(ErrorCode.CANCELED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(job.canceled).isEqualTo(1);
    }

    @Test
    void collectedRecordsComeBatchByBatch() {
        job.answers.add(batch(false, 1, 2));
        job.answers.add(CompletableFuture.completedFuture(new CollectedBatches(List.of(), false)));
        job.answers.add(batch(true, 3));
        job.result.complete(new JobExecutionResult(job.id, Duration.ZERO));
        Program program = program(new Configuration());
        CloseableIterator<Long> records = program.collect(numbers(program), "job");
        assertThat(records).toIterable().containsExactly(1L, 2L, 3L);
        assertThat(job.positions).containsExactly(0L, 1L, 1L);
        assertThat(job.closed).isEqualTo(1);
        assertThatThrownBy(records::next).isInstanceOf(NoSuchElementException.class);
        records.close();
        assertThat(job.canceled).isZero();
    }

    @Test
    void aFailureNeverLooksLikeAShortResult() {
        job.answers.add(batch(true, 1));
        job.result.completeExceptionally(new WeirException(ErrorCode.USER_FUNCTION, "broken"));
        Program program = program(new Configuration());
        CloseableIterator<Long> records = program.collect(numbers(program), "job");
        assertThat(records.next()).isEqualTo(1L);
        assertThatThrownBy(records::hasNext).hasMessage("broken");
        assertThat(job.closed).isEqualTo(1);
    }

    @Test
    void enoughRecordsCancelTheJob() {
        job.answers.add(batch(false, 1, 2, 3));
        Program program = program(new Configuration());
        assertThat(program.collect(numbers(program), "job", 2)).containsExactly(1L, 2L);
        assertThat(job.canceled).isEqualTo(1);
        assertThat(job.closed).isEqualTo(1);
        assertThatThrownBy(() -> program.collect(numbers(program), "job", 0)).hasMessageContaining("at least 1");
    }

    @Test
    void aTypeCanBeToldUntilItIsTaken() {
        Program program = program(new Configuration());
        Transformation<Long> numbers = numbers(program);
        program.setOutputType(numbers, Types.GENERIC(Long.class));
        Operations.filter(program, numbers, x -> true);
        assertThatThrownBy(() -> program.setOutputType(numbers, Types.LONG))
                .hasMessageContainingAll("returns()", "'Collection'");
    }
}
