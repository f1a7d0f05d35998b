package io.weir.plan;

/** What the program knows better than the planner about a join of two bounded inputs. */
public enum JoinHint {
    /** Nothing: the planner chooses. */
    OPTIMIZER_CHOOSES(Method.ANY, false),
    /** The first input is small: it is sent whole to every instance and hashed there, and the second stays where it is. */
    BROADCAST_HASH_FIRST(Method.BROADCAST, true),
    /** The second input is small: it is sent whole to every instance and hashed there, and the first stays where it is. */
    BROADCAST_HASH_SECOND(Method.BROADCAST, false),
    /** Both inputs are distributed by their keys; the first, which is the smaller one, is hashed. */
    REPARTITION_HASH_FIRST(Method.HASH, true),
    /** Both inputs are distributed by their keys; the second, which is the smaller one, is hashed. */
    REPARTITION_HASH_SECOND(Method.HASH, false),
    /** Both inputs are distributed by their keys and sorted. */
    REPARTITION_SORT_MERGE(Method.SORT, false);

    private final Method method;
    private final boolean first;

    JoinHint(Method method, boolean first) {
        this.method = method;
        this.first = first;
    }

    /** How matches are found. */
    private enum Method {
        ANY,
        BROADCAST,
        HASH,
        SORT
    }

    /** Returns whether one input is to be sent whole to every instance. */
    public boolean broadcasts() {
        return method == Method.BROADCAST;
    }

    /** Returns whether one input is to be hashed. */
    public boolean hashes() {
        return method == Method.BROADCAST || method == Method.HASH;
    }

    /** Returns whether the input that is hashed is the first; false for hints that say of none that it is. */
    public boolean hashesFirst() {
        return first;
    }

    /**
     * Returns whether a join of some type can be done so. What is kept without a match must be looked for in one place.
     *
     * @param type the type of the join
     */
    public boolean allows(JoinType type) {
        return method != Method.BROADCAST || !(first ? type.keepsFirst() : type.keepsSecond());
    }
}
