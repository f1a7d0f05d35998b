package io.weir.types.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.AbstractRichFunction;
import io.weir.functions.Collector;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.KeySelector;
import io.weir.functions.MapFunction;
import io.weir.functions.RichMapFunction;
import io.weir.functions.RichParallelSourceFunction;
import io.weir.functions.SourceFunction;
import io.weir.tuple.Tuple1;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.ResultTypeQueryable;
import io.weir.types.TypeHint;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeExtractorTest {
    private static final TypeInformation<Object> ANYTHING = Types.GENERIC(Object.class);
    private static final TypeInformation<?> WORD_AND_COUNT = Types.TUPLE(Types.STRING, Types.INT);

    record Point(int x, int y) {}

    // -- lambdas

    @Test
    void lambdaThatReturnsABasicType() {
        assertThat(map(word -> word.length(), Types.STRING)).isEqualTo(Types.INT);
        assertThat(map(word -> word + "!", Types.STRING)).isEqualTo(Types.STRING);
    }

    @Test
    void lambdaThatReturnsATupleKnowsItsArityOnly() {
        assertThat(map(word -> Tuple2.of(word, 1), Types.STRING)).isEqualTo(Types.TUPLE(ANYTHING, ANYTHING));
    }

    @Test
    void lambdaThatReturnsARecordIsKnown() {
        TypeInformation<Point> type = map(word -> new Point(1, 2), Types.STRING);
        assertThat(type).isEqualTo(Types.RECORD(Point.class));
        assertThat(type.toString()).isEqualTo("Point<x: Integer, y: Integer>");
    }

    @Test
    void lambdaThatCollectsIsUnknown() {
        FlatMapFunction<String, String> split = (line, out) -> out.collect(line);
        assertThat(TypeExtractor.flatMapReturnType(split, Types.STRING)).isEqualTo(ANYTHING);
    }

    @Test
    void lambdaWithCapturedValuesAndErasedTarget() {
        assertThat(this.<Integer>viaGenericMethod(12)).isEqualTo(ANYTHING);
    }

    private <T> TypeInformation<T> viaGenericMethod(T captured) {
        MapFunction<String, T> function = word -> captured;
        return TypeExtractor.mapReturnType(function, Types.STRING);
    }

    @Test
    void lambdaAsKeySelector() {
        KeySelector<Tuple2<String, Integer>, String> selector = pair -> pair.f0;
        TypeInformation<Tuple2<String, Integer>> input = Types.TUPLE(Types.STRING, Types.INT);
        assertThat(TypeExtractor.keyType(selector, input)).isEqualTo(Types.STRING);
    }

    // -- method references

    static Tuple2<String, Integer> one(String word) {
        return Tuple2.of(word, 1);
    }

    static <T> Tuple2<T, Integer> anyOne(T value) {
        return Tuple2.of(value, 1);
    }

    static <T> T same(T value) {
        return value;
    }

    static ArrayList<String> arrayList(String word) {
        return new ArrayList<>(List.of(word));
    }

    static void split(String line, Collector<Tuple2<String, Integer>> out) {
        out.collect(Tuple2.of(line, 1));
    }

    static <T> void twice(T value, Collector<? super T> out) {
        out.collect(value);
        out.collect(value);
    }

    Tuple2<String, List<Long>> member(String word) {
        return Tuple2.of(word, List.of(1L));
    }

    @Test
    void methodReferenceKeepsItsGenericSignature() {
        assertThat(map(TypeExtractorTest::one, Types.STRING)).isEqualTo(WORD_AND_COUNT);
        assertThat(map(this::member, Types.STRING)).isEqualTo(Types.TUPLE(Types.STRING, Types.LIST(Types.LONG)));
        assertThat(map(String::length, Types.STRING)).isEqualTo(Types.INT);
        assertThat(map(Integer::parseInt, Types.STRING)).isEqualTo(Types.INT);
    }

    @Test
    void typeVariablesOfAMethodComeFromTheInput() {
        assertThat(map(TypeExtractorTest::anyOne, Types.STRING)).isEqualTo(WORD_AND_COUNT);
        TypeInformation<Tuple2<String, Integer>> input = Types.TUPLE(Types.STRING, Types.INT);
        assertThat(map(TypeExtractorTest::same, input)).isEqualTo(input);
        assertThat(map(TypeExtractorTest::same, Types.LIST(Types.INT))).isEqualTo(Types.LIST(Types.INT));
    }

    @Test
    void receiverGivesItsTypeArguments() {
        TypeInformation<Tuple2<String, Integer>> input = Types.TUPLE(Types.STRING, Types.INT);
        assertThat(map(Tuple2<String, Integer>::swap, input)).isEqualTo(Types.TUPLE(Types.INT, Types.STRING));
    }

    @Test
    void constructorReference() {
        assertThat(map(StringBuilder::new, Types.STRING)).isEqualTo(Types.GENERIC(StringBuilder.class));
        assertThat(map((MapFunction<String, Tuple1<String>>) Tuple1::new, Types.STRING))
                .isEqualTo(Types.TUPLE(Types.STRING));
    }

    @Test
    void subtypeThatAMethodReturnsIsNotTheTypeOfTheStream() {
        MapFunction<String, List<String>> function = TypeExtractorTest::arrayList;
        assertThat(TypeExtractor.mapReturnType(function, Types.STRING)).isEqualTo(Types.LIST(ANYTHING));
    }

    @Test
    void collectorOfAMethodReference() {
        FlatMapFunction<String, Tuple2<String, Integer>> split = TypeExtractorTest::split;
        assertThat(TypeExtractor.flatMapReturnType(split, Types.STRING)).isEqualTo(WORD_AND_COUNT);
        FlatMapFunction<String, String> twice = TypeExtractorTest::twice;
        assertThat(TypeExtractor.flatMapReturnType(twice, Types.STRING)).isEqualTo(Types.STRING);
    }

    // -- classes

    static class Swap<A, B> implements MapFunction<Tuple2<A, B>, Tuple2<B, A>> {
        @Override
        public Tuple2<B, A> map(Tuple2<A, B> value) {
            return value.swap();
        }
    }

    abstract static class Base<X, Y> extends RichMapFunction<List<X>, Tuple3<X, Y, X[]>> {}

    static class Derived<Z> extends Base<Z, Long> {
        @Override
        public Tuple3<Z, Long, Z[]> map(List<Z> value) {
            return null;
        }
    }

    @Test
    void genericClassIsResolvedFromItsInput() {
        assertThat(map(new Swap<>(), Types.<Tuple2<String, Integer>>TUPLE(Types.STRING, Types.INT)))
                .isEqualTo(Types.TUPLE(Types.INT, Types.STRING));
    }

    @Test
    void typeArgumentsAreFollowedThroughSuperclasses() {
        assertThat(map(new Derived<String>(), Types.LIST(Types.STRING)))
                .isEqualTo(Types.TUPLE(Types.STRING, Types.LONG, Types.OBJECT_ARRAY(Types.STRING)));
    }

    @Test
    void anonymousClass() {
        MapFunction<String, Tuple2<String, Integer>> function = new MapFunction<>() {
            @Override
            public Tuple2<String, Integer> map(String value) {
                return Tuple2.of(value, 1);
            }
        };
        assertThat(map(function, Types.STRING)).isEqualTo(WORD_AND_COUNT);
        FlatMapFunction<String, Long> flat = new FlatMapFunction<>() {
            @Override
            public void flatMap(String value, Collector<Long> out) {
                out.collect(1L);
            }
        };
        assertThat(TypeExtractor.flatMapReturnType(flat, Types.STRING)).isEqualTo(Types.LONG);
    }

    @SuppressWarnings("rawtypes") // what programs without type arguments look like
    static class Raw extends AbstractRichFunction implements MapFunction {
        @Override
        public Object map(Object value) {
            return value;
        }
    }

    @Test
    @SuppressWarnings("unchecked") // raw on purpose
    void rawClassIsUnknown() {
        assertThat(TypeExtractor.<Object, Object>mapReturnType(new Raw(), ANYTHING))
                .isEqualTo(ANYTHING);
    }

    static class Declared implements MapFunction<String, Object>, ResultTypeQueryable<Object> {
        @Override
        public Object map(String value) {
            return value;
        }

        @Override
        @SuppressWarnings("unchecked") // it produces nothing else
        public TypeInformation<Object> getProducedType() {
            return (TypeInformation<Object>) (TypeInformation<?>) Types.STRING;
        }
    }

    @Test
    void functionThatKnowsBetterIsAsked() {
        assertThat(map(new Declared(), Types.STRING)).isEqualTo(Types.STRING);
    }

    static class Ticks extends RichParallelSourceFunction<Tuple2<String, Long>> {
        @Override
        public void run(SourceContext<Tuple2<String, Long>> context) {
            // never runs
        }

        @Override
        public void cancel() {
            // never runs
        }
    }

    @Test
    void sources() {
        assertThat(TypeExtractor.sourceType(new Ticks())).isEqualTo(Types.TUPLE(Types.STRING, Types.LONG));
        assertThat(TypeExtractor.sourceType(new SourceFunction<List<Point>>() {
                    @Override
                    public void run(SourceContext<List<Point>> context) {
                        // never runs
                    }

                    @Override
                    public void cancel() {
                        // never runs
                    }
                }))
                .isEqualTo(Types.LIST(Types.RECORD(Point.class)));
    }

    // -- values and hints

    @Test
    void values() {
        assertThat(TypeExtractor.forValue(Tuple2.of("a", Tuple1.of(1L))))
                .isEqualTo(Types.TUPLE(Types.STRING, Types.TUPLE(Types.LONG)));
        assertThat(TypeExtractor.forValue(Tuple2.of("a", null))).isEqualTo(Types.TUPLE(Types.STRING, ANYTHING));
        assertThat(TypeExtractor.forValue(new int[0])).isEqualTo(Types.PRIMITIVE_ARRAY(int[].class));
    }

    @Test
    void collectionsTakeWhatFitsAllValues() {
        assertThat(TypeExtractor.forCollection(List.of("a", "b"))).isEqualTo(Types.STRING);
        assertThat(TypeExtractor.<Object>forCollection(Arrays.asList("a", null, 1)))
                .isEqualTo(ANYTHING);
        assertThat(TypeExtractor.forCollection(Arrays.asList(Tuple2.of("a", null), Tuple2.of(null, 1))))
                .isEqualTo(WORD_AND_COUNT);
        assertThat(TypeExtractor.<Object>forCollection(List.of(Tuple2.of("a", 1), Tuple2.of("a", 2L))))
                .isEqualTo(Types.TUPLE(Types.STRING, ANYTHING));
        assertThat(TypeExtractor.forCollection(List.of())).isEqualTo(ANYTHING);
    }

    @Test
    void hintsKeepTypeArguments() {
        assertThat(new TypeHint<Tuple2<String, List<Integer[]>>>() {}.getTypeInfo())
                .isEqualTo(Types.TUPLE(Types.STRING, Types.LIST(Types.OBJECT_ARRAY(Types.INT))));
        assertThat(TypeInformation.of(new TypeHint<String>() {})).isEqualTo(Types.STRING);
    }

    private static <I, O> TypeInformation<O> map(MapFunction<I, O> function, TypeInformation<I> input) {
        return TypeExtractor.mapReturnType(function, input);
    }
}
