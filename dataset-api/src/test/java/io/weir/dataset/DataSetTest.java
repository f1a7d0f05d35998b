package io.weir.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.connector.file.WriteMode;
import io.weir.functions.Collector;
import io.weir.plan.KeyedReduceTransformation;
import io.weir.plan.OperatorSettings;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the DataSet API builds and refuses; what it computes is tested where there is a runtime. */
class DataSetTest {
    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);
    private final Object notSerializable = new Object();

    /** An enumeration. */
    public enum Color {
        RED
    }

    /** A record. */
    public record Sale(String shop, long amount, Color color) {}

    private DataSet<Sale> sales() {
        return environment.fromElements(new Sale("a", 1, Color.RED));
    }

    private static void assertRefused(ThrowingCallable program, String... parts) {
        assertThatThrownBy(program)
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll(parts)
                .extracting("code")
                .isEqualTo(ErrorCode.INVALID_PROGRAM);
    }

    @Test
    void lambdasNeedNoHintsAndHintsTellMore() {
        DataSet<Long> numbers = environment.fromSequence(1, 9);
        assertThat(numbers.map(x -> "n" + x).getType()).isEqualTo(Types.STRING);
        assertThat(numbers.filter(x -> x > 1).getType()).isEqualTo(Types.LONG);
        assertThat(numbers.flatMap((Long x, Collector<String> out) -> out.collect("n" + x))
                        .returns(String.class)
                        .getType())
                .isEqualTo(Types.STRING);
        assertThat(numbers.map(x -> Tuple2.of(x, "a"))
                        .returns(new TypeHint<Tuple2<Long, String>>() {})
                        .getType())
                .isEqualTo(Types.TUPLE(Types.LONG, Types.STRING));
        assertThat(environment.fromElements(Number.class, 1, 2.0).getType()).isEqualTo(Types.GENERIC(Number.class));
        assertThat(environment.fromCollection(List.of(), Types.LONG).getType()).isEqualTo(Types.LONG);
        assertRefused(() -> environment.fromCollection(List.of()), "type");
        Operator<List<Long>> late = numbers.map(x -> List.of(x));
        late.filter(x -> true);
        assertRefused(() -> late.returns(Types.LIST(Types.LONG)), "too late", "'Map'");
    }

    @Test
    void whatCannotRunIsRefusedWhereItIsAdded() {
        assertRefused(() -> sales().groupBy(Sale::color), "groupBy()", "Color", "name()");
        assertRefused(() -> sales().groupBy("color"), "groupBy()", "Color");
        assertRefused(() -> sales().groupBy("shop").sum("shop"), "sum", "String");
        assertRefused(() -> sales().groupBy("shop").sum("size"), "size", "amount");
        assertRefused(() -> sales().groupBy("shop").max(9), "no field 9");
        assertRefused(() -> sales().map(sale -> notSerializable.hashCode() + sale.amount()), "map()");
        assertRefused(() -> sales().groupBy("shop").reduce((a, b) -> notSerializable == null ? a : b), "reduce()");
        assertRefused(() -> environment.fromSequence(1, 2).writeAsCsv("out"), "writeAsCsv()", "Long");
        assertRefused(() -> environment.fromSequence(1, 2).setParallelism(0), "parallelism", "at least 1");
        DataSet<Sale> foreign = ExecutionEnvironment.createLocalEnvironment(1).fromElements(new Sale("b", 2, null));
        assertRefused(() -> sales().union(foreign), "different environments");
    }

    @Test
    void settingsAreKept() {
        DataSink<Sale> sink =
                sales().writeAsText("out", WriteMode.OVERWRITE).name("Out").setParallelism(3);
        assertThat(sink.getTransformation().settings().name()).isEqualTo("Out");
        assertThat(sink.getTransformation().settings().parallelism()).isEqualTo(3);
        Operator<Sale> mapped = sales().map(sale -> sale).name("Same").setParallelism(4);
        assertThat(mapped.getName()).isEqualTo("Same");
        assertThat(mapped.getParallelism()).isEqualTo(4);
        assertThat(mapped.getExecutionEnvironment()).isSameAs(environment);
    }

    @Test
    void groupsRunWhereverAndWholeDataSetsInOneInstance() {
        assertThat(sales().groupBy("shop").sum("amount").getTransformation())
                .isInstanceOf(KeyedReduceTransformation.class)
                .extracting(reduce -> reduce.settings().parallelism())
                .isEqualTo(OperatorSettings.DEFAULT);
        assertThat(sales().sum(1).getTransformation().settings().parallelism()).isEqualTo(1);
    }

    @Test
    void environmentsTakeOptions() {
        Configuration options = Configuration.fromMap(Map.of("pipeline.name", "named", "parallelism.default", "7"));
        assertThat(ExecutionEnvironment.createLocalEnvironment(options).getParallelism())
                .isEqualTo(7);
        assertThat(ExecutionEnvironment.createLocalEnvironment(3, options).getParallelism())
                .isEqualTo(3);
        assertThat(ExecutionEnvironment.createRemoteEnvironment("host", 7, options, "a.jar")
                        .getConfiguration()
                        .toMap())
                .containsAllEntriesOf(options.toMap())
                .containsEntry("execution.target", "remote")
                .containsEntry("jobmanager.rpc.address", "host")
                .containsEntry("jobmanager.rpc.port", "7")
                .containsEntry("pipeline.jars", "a.jar");
        assertThat(environment.configure(options).getConfiguration().get(ExecutionOptions.RUNTIME_MODE))
                .isEqualTo(RuntimeExecutionMode.BATCH);
    }
}
