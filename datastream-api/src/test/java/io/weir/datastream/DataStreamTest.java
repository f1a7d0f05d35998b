package io.weir.datastream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.functions.AbstractRichFunction;
import io.weir.functions.Collector;
import io.weir.functions.MapFunction;
import io.weir.functions.TaskInfo;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DataStreamTest {
    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
    private final Object notSerializable = new Object();

    /** A POJO. */
    public static final class Click {
        public String user;
        public int count;
        public int[] positions;
    }

    /** A record. */
    public record Visit(String user, long millis) {}

    /** An enumeration. */
    public enum Color {
        RED
    }

    private static void assertRefused(ThrowingCallable program, String... parts) {
        assertThatThrownBy(program)
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll(parts)
                .extracting("code")
                .isEqualTo(ErrorCode.INVALID_PROGRAM);
    }

    @Test
    void lambdasNeedNoHints() {
        DataStream<Long> numbers = environment.fromSequence(1, 9);
        assertThat(numbers.getType()).isEqualTo(Types.LONG);
        assertThat(numbers.map(x -> "n" + x).getType()).isEqualTo(Types.STRING);
        assertThat(numbers.map(Long::doubleValue).getType()).isEqualTo(Types.DOUBLE);
        assertThat(numbers.map(x -> new Visit("a", x)).getType()).isEqualTo(TypeInformation.of(Visit.class));
        assertThat(numbers.filter(x -> x > 1).getType()).isEqualTo(Types.LONG);
        assertThat(numbers.keyBy(x -> x % 3).getKeyType()).isEqualTo(Types.LONG);
        assertThat(numbers.map(x -> List.of(x)).map(list -> list.get(0)).getType())
                .as("erased, but no error")
                .isNotNull();
        assertThat(numbers.flatMap((Long x, Collector<Tuple2<Long, Long>> out) -> out.collect(Tuple2.of(x, x)))
                        .keyBy(pair -> pair.f0)
                        .sum(1)
                        .getType()
                        .isUnknown())
                .isTrue();
    }

    @Test
    void hintsAndClassesTellMore() {
        DataStream<Long> numbers = environment.fromSequence(1, 9);
        TypeInformation<Tuple2<Long, String>> pair = new TypeHint<Tuple2<Long, String>>() {}.getTypeInfo();
        assertThat(numbers.map(x -> Tuple2.of(x, "a"))
                        .returns(new TypeHint<Tuple2<Long, String>>() {})
                        .getType())
                .isEqualTo(pair);
        assertThat(numbers.map(x -> Tuple2.of(x, "a"), pair).getType()).isEqualTo(pair);
        assertThat(numbers.map(new ToPair()).getType()).isEqualTo(pair);
        assertThat(environment.fromData(Tuple2.of(1L, "a")).getType()).isEqualTo(pair);
        SingleOutputStreamOperator<Object> late = numbers.map(x -> (Object) x);
        late.print();
        assertRefused(() -> late.returns(cast(Types.STRING)), "too late", "'Map'");
    }

    @SuppressWarnings("unchecked") // only to have another type
    private static <T> TypeInformation<T> cast(TypeInformation<?> type) {
        return (TypeInformation<T>) type;
    }

    @Test
    void keysWithoutAStableHashAreRefused() {
        DataStream<Long> numbers = environment.fromSequence(1, 9);
        assertRefused(() -> numbers.keyBy(x -> new long[] {x}), "keyBy()", "long[]", "List");
        assertRefused(() -> numbers.keyBy(x -> Color.RED), "keyBy()", "Color", "name()");
        DataStream<Click> clicks = environment.fromCollection(List.of(), TypeInformation.of(Click.class));
        assertRefused(() -> clicks.keyBy("positions"), "keyBy()", "int[]");
        assertRefused(() -> clicks.keyBy(x -> x), "keyBy()", "Click");
    }

    @Test
    void fieldsAreNamedByPositionOrName() {
        DataStream<Tuple2<String, Integer>> pairs = environment.fromData(Tuple2.of("a", 1));
        assertThat(pairs.keyBy(0).getKeyType()).isEqualTo(Types.TUPLE(Types.STRING));
        assertThat(pairs.keyBy("f1", "f0").getKeyType()).isEqualTo(Types.TUPLE(Types.INT, Types.STRING));
        assertThat(environment.fromData(new Visit("a", 1)).keyBy("user").getKeyType())
                .isEqualTo(Types.TUPLE(Types.STRING));
        assertRefused(() -> pairs.keyBy(2), "no field 2");
        assertRefused(() -> pairs.keyBy("word"), "\"word\"", "f0, f1");
        assertRefused(() -> pairs.keyBy(new int[0]), "1 to 25 fields");
        assertRefused(() -> pairs.keyBy(0).sum(0), "sum", "String");
        assertRefused(() -> environment.fromSequence(1, 2).keyBy(x -> x).sum("count"), "count");
    }

    @Test
    void valuesHaveTheTypeThatTheProgramGivesThem() {
        DataStream<CharSequence> texts = environment.fromData("a", "b");
        assertThat(texts.getType()).isEqualTo(Types.GENERIC(CharSequence.class));
        assertThat(environment.fromElements("a", "b").getType()).isEqualTo(Types.STRING);
        DataStream<Object> anything = environment.fromData("a", "b");
        assertThat(anything.getType().getTypeClass()).isEqualTo(String.class);
        DataStream<List<Integer>> lists = environment.fromData(new ArrayList<>(List.of(1)), new ArrayList<>());
        assertThat(lists.getType().getTypeClass()).isEqualTo(ArrayList.class);
        assertRefused(() -> environment.fromData(), "type");
    }

    @Test
    void mergedStreamsHaveWhatIsKnownOfAll() {
        DataStream<Tuple2<Long, String>> seen = environment.fromData(Tuple2.of(1L, "a"));
        DataStream<Tuple2<Long, String>> erased = environment.fromSequence(1, 9).map(x -> Tuple2.of(x, "b"));
        assertThat(seen.union(seen).getType()).isEqualTo(Types.TUPLE(Types.LONG, Types.STRING));
        assertThat(erased.union(seen).getType()).isEqualTo(erased.getType());
        assertThat(environment
                        .fromData(Number.class, 1, 2.0)
                        .union(environment.fromData(Types.GENERIC(Number.class), 3L))
                        .getType())
                .isEqualTo(Types.GENERIC(Number.class));
    }

    @Test
    void streamsOfTwoProgramsCannotBeMerged() {
        DataStream<Long> foreign =
                StreamExecutionEnvironment.createLocalEnvironment(2).fromSequence(1, 2);
        assertRefused(() -> environment.fromSequence(1, 2).union(foreign), "different environments");
    }

    @Test
    void functionsThatCannotTravelAreRefusedWhereTheyAreAdded() {
        DataStream<Long> numbers = environment.fromSequence(1, 9);
        assertRefused(() -> numbers.map(x -> notSerializable.hashCode() + x), "map()", DataStreamTest.class.getName());
        assertRefused(() -> numbers.filter(x -> notSerializable != null), "filter()");
        assertRefused(() -> numbers.keyBy(x -> notSerializable.hashCode()), "keyBy()");
        assertRefused(() -> numbers.addSink((x, context) -> notSerializable.notify()), "addSink()");
        assertRefused(() -> numbers.keyBy(x -> x).reduce((a, b) -> notSerializable == null ? a : b), "reduce()");
        assertRefused(
                () -> numbers.partitionCustom((Long key, int n) -> notSerializable.hashCode() % n, x -> x),
                "partitionCustom()");
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertRefused(() -> environment.setParallelism(0), "parallelism", "at least 1");
        assertRefused(() -> environment.fromSequence(1, 2).setParallelism(-2), "parallelism", "-2");
        assertRefused(() -> environment.fromCollection(List.of()), "fromCollection()", "type");
        assertRefused(() -> environment.socketTextStream("localhost", 0), "port");
        assertRefused(() -> environment.fromSequence(1, 2).writeAsCsv("out"), "writeAsCsv()", "Long");
        assertThatThrownBy(() -> environment.setMaxParallelism(100_000)).hasMessageContaining("from 1 to 32768");
        assertThatThrownBy(() -> environment.fromSequence(1, 2).setMaxParallelism(0))
                .hasMessageContaining("from 1 to 32768");
    }

    @Test
    void settingsAreKept() {
        SingleOutputStreamOperator<Long> mapped = environment
                .fromSequence(1, 9)
                .map(x -> x)
                .name("Same")
                .uid("same")
                .setDescription("does nothing")
                .setParallelism(3)
                .setMaxParallelism(30)
                .slotSharingGroup("g");
        assertThat(mapped.getName()).isEqualTo("Same");
        assertThat(mapped.getParallelism()).isEqualTo(3);
        assertThat(mapped.getTransformation().settings().uid()).isEqualTo("same");
        assertThat(mapped.getTransformation().settings().description()).isEqualTo("does nothing");
        assertThat(mapped.getTransformation().settings().maxParallelism()).isEqualTo(30);
        assertThat(mapped.getTransformation().settings().slotSharingGroup()).isEqualTo("g");
        assertThat(environment.getConfig().disableObjectReuse().isObjectReuseEnabled())
                .isFalse();
        assertThat(environment.getConfiguration().toMap()).containsEntry("pipeline.copy-in-chain", "true");
    }

    @Test
    void printedLinesSayWhichOfSeveralTasksPrinted() {
        assertThat(PrintSinkFunction.prefixOf("", new TaskInfo("t", 128, 0, 1, 0)))
                .isEmpty();
        assertThat(PrintSinkFunction.prefixOf("", new TaskInfo("t", 128, 1, 2, 0)))
                .isEqualTo("2> ");
        assertThat(PrintSinkFunction.prefixOf("id", new TaskInfo("t", 128, 0, 1, 0)))
                .isEqualTo("id> ");
        assertThat(PrintSinkFunction.prefixOf("id", new TaskInfo("t", 128, 1, 2, 0)))
                .isEqualTo("id:2> ");
    }

    /** Says its types. */
    private static final class ToPair extends AbstractRichFunction implements MapFunction<Long, Tuple2<Long, String>> {
        @Override
        public Tuple2<Long, String> map(Long value) {
            return Tuple2.of(value, "a");
        }
    }
}
