package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.IterativeDataSet;
import io.weir.execution.JobClient;
import io.weir.functions.Collector;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapPartitionFunction;
import io.weir.types.Types;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Functions that go through all records of an instance while these come. */
@Timeout(120)
class PartitionFunctionsTest {
    private static final long RECORDS = 100_000;

    /** Static, because functions are copies in their tasks. */
    private static volatile CountDownLatch working;

    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(
            2, new Configuration().set(TaskManagerOptions.MANAGED_SIZE, MemorySize.ofMebiBytes(1)));

    /** Takes what it is given times the numbers of a broadcast set, and counts. */
    private static final class Scale extends RichMapPartitionFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().getLongCounter("seen");
        }

        @Override
        public void mapPartition(Iterable<Long> values, Collector<Long> out) {
            List<Long> factors = getRuntimeContext().getBroadcastVariable("factors");
            for (long value : values) {
                getRuntimeContext().getLongCounter("seen").add(1L);
                factors.forEach(factor -> out.collect(value * factor));
            }
        }
    }

    private DataSet<Long> numbers() {
        return environment.generateSequence(1, RECORDS);
    }

    private static Long sum(DataSet<Long> numbers) {
        return numbers.reduce(Long::sum).collect().get(0);
    }

    /** 20 MB of records with 1 MB of managed memory, in the middle of a chain and at its beginning. */
    @Test
    void nothingIsKept() {
        String filler = "-".repeat(200);
        DataSet<String> records = numbers().map(number -> number + filler).returns(Types.STRING);
        for (DataSet<String> each : List.of(records, records.rebalance())) {
            DataSet<Long> lengths = each.mapPartition((Iterable<String> all, Collector<Long> out) ->
                            all.forEach(record -> out.collect((long) record.length())))
                    .returns(Types.LONG);
            assertThat(sum(lengths))
                    .isEqualTo(LongStream.rangeClosed(1, RECORDS)
                            .map(number -> 200 + Long.toString(number).length())
                            .sum());
            assertThat(environment.getLastJobExecutionResult().getSpilledBytes())
                    .isZero();
        }
    }

    @Test
    void broadcastSetsAndAccumulatorsAreThere() {
        DataSet<Long> scaled =
                numbers().mapPartition(new Scale()).withBroadcastSet(environment.fromElements(2L, 3L), "factors");
        assertThat(sum(scaled)).isEqualTo(5 * (RECORDS * (RECORDS + 1) / 2));
        Long seen = environment.getLastJobExecutionResult().getAccumulatorResult("seen");
        assertThat(seen).isEqualTo(RECORDS);
    }

    @Test
    void iterationsCallThemInEachSuperstep() {
        IterativeDataSet<Long> loop = numbers().iterate(4);
        DataSet<Long> next = loop.mapPartition((Iterable<Long> all, Collector<Long> out) -> {
                    for (long value : all) {
                        out.collect(value + 1);
                    }
                })
                .returns(Types.LONG);
        assertThat(sum(loop.closeWith(next))).isEqualTo(RECORDS * (RECORDS + 1) / 2 + 4 * RECORDS);
    }

    @Test
    void whatFailsIsNamed() {
        DataSet<Long> failing = numbers()
                .<Long>mapPartition((all, out) -> {
                    for (long value : all) {
                        if (value == RECORDS / 4) {
                            throw new IllegalArgumentException("not " + value);
                        }
                        out.collect(value);
                    }
                })
                .returns(Types.LONG);
        assertThatThrownBy(failing::count).hasMessageContaining("IllegalArgumentException: not " + RECORDS / 4);
        DataSet<Long> behind = numbers()
                .<Long>mapPartition((all, out) -> all.forEach(out::collect))
                .returns(Types.LONG)
                .map(value -> value / (value - RECORDS / 4))
                .returns(Types.LONG);
        assertThatThrownBy(behind::count).hasMessageContaining("/ by zero");
        DataSet<Long> before = numbers()
                .map(value -> value / (value - RECORDS / 4))
                .returns(Types.LONG)
                .<Long>mapPartition((all, out) -> all.forEach(out::collect))
                .returns(Types.LONG);
        assertThatThrownBy(before::count).hasMessageContaining("/ by zero");
    }

    @Test
    void aJobIsCanceledWhileAFunctionWorks() throws Exception {
        working = new CountDownLatch(1);
        numbers()
                .<Long>mapPartition((all, out) -> {
                    Iterator<Long> values = all.iterator();
                    for (int i = 0; i < RECORDS / 4; i++) {
                        values.next();
                    }
                    working.countDown();
                    new CountDownLatch(1).await();
                })
                .returns(Types.LONG)
                .output(new DiscardingSink<>());
        JobClient job = environment.executeAsync();
        working.await();
        job.cancel().get();
        assertThatThrownBy(() -> job.getJobExecutionResult().get())
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("canceled");
    }
}
