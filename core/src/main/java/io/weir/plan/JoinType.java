package io.weir.plan;

/** What becomes of records for which the other input has none with an equal key. */
public enum JoinType {
    /** They are left out. */
    INNER(false, false),
    /** Those of the first input are joined with null. */
    LEFT_OUTER(true, false),
    /** Those of the second input are joined with null. */
    RIGHT_OUTER(false, true),
    /** All are joined with null. */
    FULL_OUTER(true, true);

    private final boolean keepsFirst;
    private final boolean keepsSecond;

    JoinType(boolean keepsFirst, boolean keepsSecond) {
        this.keepsFirst = keepsFirst;
        this.keepsSecond = keepsSecond;
    }

    /** Returns whether records of the first input stay without a match. */
    public boolean keepsFirst() {
        return keepsFirst;
    }

    /** Returns whether records of the second input stay without a match. */
    public boolean keepsSecond() {
        return keepsSecond;
    }

    /** Returns the same with the inputs in the other order. */
    public JoinType mirrored() {
        return switch (this) {
            case INNER, FULL_OUTER -> this;
            case LEFT_OUTER -> RIGHT_OUTER;
            case RIGHT_OUTER -> LEFT_OUTER;
        };
    }
}
