package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.IterativeDataSet;
import io.weir.dataset.Operator;
import io.weir.functions.Collector;
import io.weir.functions.OpenContext;
import io.weir.functions.RichGroupReduceFunction;
import io.weir.functions.RichJoinFunction;
import io.weir.functions.RichMapFunction;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Functions that ask for all records of other data sets. */
@Timeout(120)
class BroadcastSetsTest {
    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(
            2, Configuration.fromMap(Map.of("taskmanager.memory.managed.size", "1m")));

    /** Adds the sum of a set. */
    private static final class AddSum extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private final String name;
        private long sum;

        AddSum(String name) {
            this.name = name;
        }

        @Override
        public void open(OpenContext context) {
            List<Long> records = getRuntimeContext().getBroadcastVariable(name);
            sum = records.stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public Long map(Long value) {
            return value + sum;
        }
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void functionsGetAllRecordsBeforeTheirOwn() {
        Operator<Long> sums = environment.fromSequence(1, 200_000).map(new AddSum("later"));
        // Made after what takes it, and of two inputs.
        DataSet<Long> later = environment.fromSequence(1, 100).union(environment.fromSequence(101, 1_000));
        sums.withBroadcastSet(later.filter(number -> number % 2 == 0), "later");
        assertThat(sums.collect().stream().sorted()).isEqualTo(numbers(250_501, 450_500));
    }

    @Test
    void oneDataSetCanBeBothInputAndSet() {
        DataSet<Long> data = environment.fromSequence(1, 50_000);
        assertThat(data.map(new AddSum("all"))
                        .withBroadcastSet(data, "all")
                        .reduce(Math::min)
                        .collect())
                .containsExactly(1_250_025_001L);
    }

    @Test
    void joinsAndReducesGetSetsToo() {
        DataSet<Long> set = environment.fromElements(10L, 20L);
        DataSet<Long> none = environment.fromSequence(1, 5).filter(number -> false);
        List<Long> joined = environment
                .fromSequence(1, 1_000)
                .joinWithHuge(environment.fromSequence(500, 2_000))
                .where(number -> number)
                .equalTo(number -> number)
                .with(new RichJoinFunction<Long, Long, Long>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Long join(Long first, Long second) {
                        List<Long> tens = getRuntimeContext().getBroadcastVariable("tens");
                        return first
                                + tens.size()
                                + getRuntimeContext()
                                        .getBroadcastVariable("none")
                                        .size();
                    }
                })
                .withBroadcastSet(set, "tens")
                .withBroadcastSet(none, "none")
                .collect();
        assertThat(joined.stream().sorted()).isEqualTo(numbers(502, 1_002));
        List<Long> reduced = environment
                .fromSequence(1, 1_000)
                .groupBy(number -> number % 3)
                .reduceGroup(new RichGroupReduceFunction<Long, Long>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void reduce(Iterable<Long> records, Collector<Long> out) {
                        long last = getRuntimeContext()
                                .<Long, Long>getBroadcastVariableWithInitializer("tens", tens -> {
                                    TreeSet<Long> ordered = new TreeSet<>();
                                    tens.forEach(ordered::add);
                                    return ordered.last();
                                });
                        long count = 0;
                        for (long ignored : records) {
                            count++;
                        }
                        out.collect(count + last);
                    }
                })
                .withBroadcastSet(set, "tens")
                .collect();
        assertThat(reduced).containsExactlyInAnyOrder(354L, 353L, 353L);
    }

    /** The set is another one in each superstep, and the records are the same. */
    @Test
    void setsChangeInIterations() {
        IterativeDataSet<Long> sum = environment.fromElements(1L).iterate(5);
        DataSet<Long> next = environment
                .fromSequence(1, 3)
                .map(new AddSum("sum"))
                .withBroadcastSet(sum, "sum")
                .reduce(Long::sum);
        List<Long> expected = new ArrayList<>(List.of(1L));
        for (int i = 0; i < 5; i++) {
            expected.set(0, 6 + 3 * expected.get(0));
        }
        assertThat(sum.closeWith(next).collect()).containsExactlyElementsOf(expected);
    }

    @Test
    void whatCannotBeGivenIsRefused() {
        DataSet<Long> set = environment.fromElements(10L);
        assertThatThrownBy(() -> environment.fromElements(1L).withBroadcastSet(set, "set"))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("no function");
        assertThatThrownBy(() -> environment
                        .fromElements(1L)
                        .map(new AddSum("set"))
                        .withBroadcastSet(set, "set")
                        .withBroadcastSet(set, "set"))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> environment
                        .fromElements(1L)
                        .map(new AddSum("sett"))
                        .withBroadcastSet(set, "set")
                        .collect())
                .hasStackTraceContaining("only [set]");
    }
}
