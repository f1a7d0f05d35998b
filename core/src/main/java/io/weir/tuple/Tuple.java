package io.weir.tuple;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A fixed number of fields of different types, {@code f0}, {@code f1} and so on. The positions are the names; where the
 * fields have names of their own, a record reads better. Tuples are mutable: whoever emits one gives it up.
 */
public abstract class Tuple implements Serializable {
    /** How many fields a tuple has at most. */
    public static final int MAX_ARITY = 25;

    private static final long serialVersionUID = 1L;

    private static final List<Class<? extends Tuple>> CLASSES = List.of(
            Tuple0.class,
            Tuple1.class,
            Tuple2.class,
            Tuple3.class,
            Tuple4.class,
            Tuple5.class,
            Tuple6.class,
            Tuple7.class,
            Tuple8.class,
            Tuple9.class,
            Tuple10.class,
            Tuple11.class,
            Tuple12.class,
            Tuple13.class,
            Tuple14.class,
            Tuple15.class,
            Tuple16.class,
            Tuple17.class,
            Tuple18.class,
            Tuple19.class,
            Tuple20.class,
            Tuple21.class,
            Tuple22.class,
            Tuple23.class,
            Tuple24.class,
            Tuple25.class);
    private static final List<Supplier<Tuple>> FACTORIES = List.of(
            Tuple0::of,
            Tuple1::new,
            Tuple2::new,
            Tuple3::new,
            Tuple4::new,
            Tuple5::new,
            Tuple6::new,
            Tuple7::new,
            Tuple8::new,
            Tuple9::new,
            Tuple10::new,
            Tuple11::new,
            Tuple12::new,
            Tuple13::new,
            Tuple14::new,
            Tuple15::new,
            Tuple16::new,
            Tuple17::new,
            Tuple18::new,
            Tuple19::new,
            Tuple20::new,
            Tuple21::new,
            Tuple22::new,
            Tuple23::new,
            Tuple24::new,
            Tuple25::new);

    /** For the tuples of this package and for programs that name a tuple type by a subclass. */
    protected Tuple() {}

    /**
     * Returns a field.
     *
     * @param position its position, from 0
     * @param <F> its type
     * @return the field
     * @throws IndexOutOfBoundsException if there is no such field
     */
    public abstract <F> F getField(int position);

    /**
     * Sets a field.
     *
     * @param value the new value
     * @param position its position, from 0
     * @param <F> its type
     * @throws IndexOutOfBoundsException if there is no such field
     */
    public abstract <F> void setField(F value, int position);

    /** Returns how many fields there are. */
    public abstract int getArity();

    /** Returns a new tuple with the same fields, which are not copied themselves. */
    public abstract Tuple copy();

    /**
     * Returns a field that must have a value.
     *
     * @param position its position, from 0
     * @param <F> its type
     * @return the field
     * @throws IndexOutOfBoundsException if there is no such field
     * @throws NullPointerException if the field is null
     */
    public <F> F getFieldNotNull(int position) {
        F field = getField(position);
        if (field == null) {
            throw new NullPointerException(
                    "Field " + position + " of a " + getClass().getSimpleName() + " is null");
        }
        return field;
    }

    /**
     * Returns the class of the tuples with a number of fields.
     *
     * @param arity the number of fields
     * @return the class
     * @throws IllegalArgumentException if there is no such class
     */
    public static Class<? extends Tuple> getTupleClass(int arity) {
        checkArity(arity);
        return CLASSES.get(arity);
    }

    /**
     * Creates a tuple whose fields are null.
     *
     * @param arity the number of fields
     * @return the tuple
     * @throws IllegalArgumentException if there is no such class
     */
    public static Tuple newInstance(int arity) {
        checkArity(arity);
        return FACTORIES.get(arity).get();
    }

    /** The failure of naming a field that does not exist. */
    final IndexOutOfBoundsException noField(int position) {
        return new IndexOutOfBoundsException(
                "A " + getClass().getSimpleName() + " has " + getArity() + " fields and no field " + position);
    }

    private static void checkArity(int arity) {
        if (arity < 0 || arity > MAX_ARITY) {
            throw new IllegalArgumentException("A tuple has 0 to " + MAX_ARITY + " fields, not " + arity);
        }
    }

    /** How a field is printed: arrays by their elements. */
    static String text(Object field) {
        if (field == null || !field.getClass().isArray()) {
            return String.valueOf(field);
        }
        // deepToString prints arrays of primitives only inside another array
        String wrapped = Arrays.deepToString(new Object[] {field});
        return wrapped.substring(1, wrapped.length() - 1);
    }
}
