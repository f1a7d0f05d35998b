package io.weir.schema;

/**
 * Says that what was written as one type cannot be read as the other that the program has now. Whoever knows the state
 * and the operator says so too, in the message that people see.
 */
public final class SchemaMismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final String problem;
    private final String mend;

    /**
     * Creates it.
     *
     * @param place where: {@code value.address.street}
     * @param problem what changed
     * @param mend what to do about it
     */
    SchemaMismatch(String place, String problem, String mend) {
        super(place + ": " + problem + "; " + mend);
        this.place = place;
        this.problem = problem;
        this.mend = mend;
    }

    /** Returns where it is. */
    public String place() {
        return place;
    }

    /** Returns what changed. */
    public String problem() {
        return problem;
    }

    /** Returns what to do about it. */
    public String mend() {
        return mend;
    }
}
