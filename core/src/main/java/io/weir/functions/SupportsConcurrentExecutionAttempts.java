package io.weir.functions;

/**
 * A mark of sinks that may get the records of a task more than once at the same time, because a slow task was started a second
 * time: it does not matter, or they keep apart what attempts give them. Without it, no task with a sink is started a second
 * time.
 */
public interface SupportsConcurrentExecutionAttempts {}
