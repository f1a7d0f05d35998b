package io.weir.execution;

import io.weir.functions.KeySelector;
import io.weir.plan.Keying;
import io.weir.plan.SerializableCheck;
import io.weir.plan.Transformation;
import io.weir.tuple.Tuple2;
import io.weir.types.CommonType;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.List;

/** Makes of two streams one, so that windows can join their records. Stateless. */
public final class WindowJoins {
    private WindowJoins() {}

    /**
     * Makes of two streams one of tuples whose first or second field is a record, the other one null.
     *
     * @param program the program
     * @param first the first stream
     * @param second the second stream
     * @param <A> the type of the first records
     * @param <B> the type of the second records
     * @return the tuples
     */
    public static <A, B> Transformation<Tuple2<A, B>> union(
            Program program, Transformation<A> first, Transformation<B> second) {
        TypeInformation<Tuple2<A, B>> type =
                Types.TUPLE(first.settings().outputType(), second.settings().outputType());
        Transformation<Tuple2<A, B>> left = Operations.map(program, first, record -> new Tuple2<>(record, null), type);
        Transformation<Tuple2<A, B>> right =
                Operations.map(program, second, record -> new Tuple2<>(null, record), type);
        return Operations.union(program, List.of(left, right));
    }

    /**
     * Returns the keying of the tuples of {@link #union}.
     *
     * @param first how the first records are keyed
     * @param second how the second records are keyed
     * @param <A> the type of the first records
     * @param <B> the type of the second records
     * @param <K> the type of the keys
     * @return how the tuples are keyed
     */
    @SuppressWarnings("unchecked") // the common type of two types of K
    public static <A, B, K> Keying<Tuple2<A, B>, K> keying(Keying<A, K> first, Keying<B, K> second) {
        SerializableCheck.require(first.selector(), "where()");
        SerializableCheck.require(second.selector(), "equalTo()");
        KeySelector<A, K> ofFirst = first.selector();
        KeySelector<B, K> ofSecond = second.selector();
        return new Keying<>(
                record -> record.f0 != null ? ofFirst.getKey(record.f0) : ofSecond.getKey(record.f1),
                (TypeInformation<K>) CommonType.of(first.keyType(), second.keyType()));
    }
}
