package io.weir.tuple;

/** The tuple without fields: a value that says nothing but that it is there. */
public class Tuple0 extends Tuple {
    /** The one instance that is ever needed. */
    public static final Tuple0 INSTANCE = new Tuple0();

    private static final long serialVersionUID = 1L;

    /** Creates a tuple; {@link #INSTANCE} does as well. */
    public Tuple0() {}

    /** Returns {@link #INSTANCE}. */
    public static Tuple0 of() {
        return INSTANCE;
    }

    @Override
    public int getArity() {
        return 0;
    }

    @Override
    public <F> F getField(int position) {
        throw noField(position);
    }

    @Override
    public <F> void setField(F value, int position) {
        throw noField(position);
    }

    @Override
    public Tuple0 copy() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tuple0;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "()";
    }
}
