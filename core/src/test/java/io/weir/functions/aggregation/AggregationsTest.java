package io.weir.functions.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.functions.ReduceFunction;
import io.weir.tuple.Tuple1;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.WeirException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AggregationsTest {
    private static final TypeInformation<Tuple3<String, Integer, String>> TYPE =
            Types.TUPLE(Types.STRING, Types.INT, Types.STRING);

    static List<List<Object>> numbers() {
        return List.of(
                List.of((byte) 1, (byte) 2, (byte) 3),
                List.of((short) 1, (short) 2, (short) 3),
                List.of(1, 2, 3),
                List.of(Long.MAX_VALUE, 1L, Long.MIN_VALUE),
                List.of(1.5f, 2f, 3.5f),
                List.of(1.5, 2.0, 3.5),
                List.of(BigInteger.ONE, BigInteger.TWO, BigInteger.valueOf(3)),
                List.of(new BigDecimal("1.10"), new BigDecimal("2.2"), new BigDecimal("3.30")));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void sumsEveryKindOfNumber(List<Object> operandsAndSum) throws Exception {
        Object left = operandsAndSum.get(0);
        TypeInformation<Tuple1<Object>> known = TypeExtractor.forValue(Tuple1.of(left));
        for (TypeInformation<Tuple1<Object>> type :
                List.of(known, Types.<Tuple1<Object>>TUPLE(Types.GENERIC(Object.class)))) {
            ReduceFunction<Tuple1<Object>> sum = Aggregations.sum(FieldAccessor.of(type, 0));
            assertThat(sum.reduce(Tuple1.of(left), Tuple1.of(operandsAndSum.get(1))))
                    .isEqualTo(Tuple1.of(operandsAndSum.get(2)));
        }
    }

    @Test
    void sumKeepsTheOtherFieldsAndItsInputs() throws Exception {
        ReduceFunction<Tuple3<String, Integer, String>> sum = Aggregations.sum(FieldAccessor.of(TYPE, 1));
        Tuple3<String, Integer, String> first = Tuple3.of("k", 1, "first");
        Tuple3<String, Integer, String> second = Tuple3.of("k", 2, "second");
        assertThat(sum.reduce(first, second)).isEqualTo(Tuple3.of("k", 3, "first"));
        assertThat(first).isEqualTo(Tuple3.of("k", 1, "first"));
        assertThat(second).isEqualTo(Tuple3.of("k", 2, "second"));
    }

    @Test
    void sumTakesNullForNothing() throws Exception {
        ReduceFunction<Tuple2<String, Integer>> sum =
                Aggregations.sum(FieldAccessor.of(Types.TUPLE(Types.STRING, Types.INT), 1));
        assertThat(sum.reduce(Tuple2.of("k", null), Tuple2.of("k", 2))).isEqualTo(Tuple2.of("k", 2));
        assertThat(sum.reduce(Tuple2.of("k", 1), Tuple2.of("k", null))).isEqualTo(Tuple2.of("k", 1));
    }

    @Test
    void minAndMaxReplaceTheFieldOnly() throws Exception {
        Tuple3<String, Integer, String> one = Tuple3.of("k", 1, "one");
        Tuple3<String, Integer, String> two = Tuple3.of("k", 2, "two");
        ReduceFunction<Tuple3<String, Integer, String>> min = Aggregations.min(FieldAccessor.of(TYPE, 1));
        ReduceFunction<Tuple3<String, Integer, String>> max = Aggregations.max(FieldAccessor.of(TYPE, 1));
        assertThat(min.reduce(two, one)).isEqualTo(Tuple3.of("k", 1, "two"));
        assertThat(min.reduce(one, two)).isEqualTo(one);
        assertThat(max.reduce(one, two)).isEqualTo(Tuple3.of("k", 2, "one"));
        assertThat(max.reduce(two, one)).isEqualTo(two);
        assertThat(one.f1).isEqualTo(1);
        assertThat(two.f1).isEqualTo(2);
    }

    @Test
    void minByAndMaxByKeepTheWholeRecord() throws Exception {
        Tuple3<String, Integer, String> one = Tuple3.of("k", 1, "one");
        Tuple3<String, Integer, String> two = Tuple3.of("k", 2, "two");
        Tuple3<String, Integer, String> again = Tuple3.of("k", 2, "again");
        FieldAccessor<Tuple3<String, Integer, String>, Integer> field = FieldAccessor.of(TYPE, 1);
        assertThat(Aggregations.minBy(field, true).reduce(two, one)).isSameAs(one);
        assertThat(Aggregations.maxBy(field, true).reduce(one, two)).isSameAs(two);
        assertThat(Aggregations.maxBy(field, true).reduce(two, again)).isSameAs(two);
        assertThat(Aggregations.maxBy(field, false).reduce(two, again)).isSameAs(again);
        assertThat(Aggregations.minBy(field, true).reduce(two, again)).isSameAs(two);
        assertThat(Aggregations.minBy(field, false).reduce(two, again)).isSameAs(again);
        Tuple3<String, Integer, String> nothing = Tuple3.of("k", null, "nothing");
        assertThat(Aggregations.minBy(field, true).reduce(nothing, two)).isSameAs(two);
        assertThat(Aggregations.maxBy(field, true).reduce(two, nothing)).isSameAs(two);
    }

    @Test
    void comparesStringsToo() throws Exception {
        ReduceFunction<Tuple3<String, Integer, String>> max = Aggregations.max(FieldAccessor.of(TYPE, "f2"));
        assertThat(max.reduce(Tuple3.of("k", 1, "a"), Tuple3.of("k", 2, "b"))).isEqualTo(Tuple3.of("k", 1, "b"));
    }

    @Test
    void wrongFieldsAreRefusedWhenThePlanIsBuilt() {
        assertThatThrownBy(() -> Aggregations.sum(FieldAccessor.of(TYPE, 0)))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("f0")
                .hasMessageContaining("String");
        TypeInformation<Tuple1<int[]>> arrays = Types.TUPLE(Types.PRIMITIVE_ARRAY(int[].class));
        assertThatThrownBy(() -> Aggregations.maxBy(FieldAccessor.of(arrays, 0), true))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("cannot be compared");
    }
}
