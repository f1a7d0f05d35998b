package io.weir.tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TupleTest {
    static IntStream arities() {
        return IntStream.rangeClosed(1, Tuple.MAX_ARITY);
    }

    @ParameterizedTest
    @MethodSource("arities")
    void everyArityReadsWritesAndCompares(int arity) throws Exception {
        Tuple tuple = withFields(arity);
        assertThat(tuple.getArity()).isEqualTo(arity);
        for (int i = 0; i < arity; i++) {
            assertThat(tuple.<String>getField(i)).isEqualTo("v" + i);
            assertThat(tuple.getClass().getField("f" + i).get(tuple)).isEqualTo("v" + i);
            Tuple other = tuple.copy();
            assertThat(other).isNotSameAs(tuple).isEqualTo(tuple).hasSameHashCodeAs(tuple);
            other.setField("changed", i);
            assertThat(other).isNotEqualTo(tuple);
            assertThat(tuple.<String>getField(i)).isEqualTo("v" + i);
            other.setField(null, i);
            assertThat(other.<String>getField(i)).isNull();
            assertThat(other).isNotEqualTo(tuple);
            assertThat(other).hasSameHashCodeAs(other.copy());
        }
        assertThat(tuple.toString())
                .isEqualTo("("
                        + String.join(
                                ",",
                                IntStream.range(0, arity).mapToObj(i -> "v" + i).toList()) + ")");
        assertThatThrownBy(() -> tuple.getField(arity)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tuple.setField("x", -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @MethodSource("arities")
    void everyArityHasOfAndSetFields(int arity) throws Exception {
        Class<?> type = Tuple.getTupleClass(arity);
        Class<?>[] parameters = Stream.generate(() -> Object.class).limit(arity).toArray(Class<?>[]::new);
        Object[] values = values(arity);
        assertThat(type.getMethod("of", parameters).invoke(null, values)).isEqualTo(withFields(arity));
        Tuple empty = (Tuple) type.getConstructor().newInstance();
        assertThat(empty).isNotEqualTo(withFields(arity));
        type.getMethod("setFields", parameters).invoke(empty, values);
        assertThat(empty).isEqualTo(withFields(arity));
    }

    @Test
    void hashesAsAListOfTheFieldsDoesUpToItsStart() {
        assertThat(Tuple2.of(1L, 2L).hashCode()).isEqualTo(31 * Long.hashCode(1L) + Long.hashCode(2L));
        assertThat(Tuple0.INSTANCE.hashCode()).isZero();
    }

    @Test
    void printsArraysByTheirElements() {
        assertThat(Tuple2.of(new int[] {1, 2}, new String[] {"a", null}).toString())
                .isEqualTo("([1, 2],[a, null])");
    }

    @Test
    void swapsWithoutTouchingTheOriginal() {
        Tuple2<String, Integer> tuple = Tuple2.of("a", 1);
        assertThat(tuple.swap()).isEqualTo(Tuple2.of(1, "a"));
        assertThat(tuple).isEqualTo(Tuple2.of("a", 1));
    }

    @Test
    void theEmptyTupleHasNoFields() {
        assertThat(Tuple0.of().getArity()).isZero();
        assertThat(new Tuple0()).isEqualTo(Tuple0.INSTANCE);
        assertThatThrownBy(() -> Tuple0.INSTANCE.getField(0)).hasMessageContaining("no field 0");
        assertThatThrownBy(() -> Tuple.getTupleClass(26)).hasMessageContaining("0 to 25");
    }

    private static Tuple withFields(int arity) throws ReflectiveOperationException, InvocationTargetException {
        Tuple tuple = Tuple.getTupleClass(arity).getConstructor().newInstance();
        Object[] values = values(arity);
        IntStream.range(0, arity).forEach(i -> tuple.setField(values[i], i));
        return tuple;
    }

    private static Object[] values(int arity) {
        return Arrays.copyOf(IntStream.range(0, arity).mapToObj(i -> "v" + i).toArray(), arity);
    }
}
