package io.weir.plan;

/** Whether an operator may run in one task with its neighbours. */
public enum ChainingStrategy {
    /** It may be chained to the operator before it and the one after it. */
    ALWAYS,
    /** It begins a chain: it may be chained to the one after it only. */
    HEAD,
    /** It runs alone. */
    NEVER
}
