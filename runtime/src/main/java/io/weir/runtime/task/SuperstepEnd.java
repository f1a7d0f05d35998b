package io.weir.runtime.task;

/**
 * What a task of an iteration tells when it has ended a superstep.
 *
 * @param loop the iteration
 * @param superstep the superstep, from 1
 * @param tasks how many tasks the iteration has
 * @param waits whether the task waits to hear what all have reported
 * @param report what it reports
 */
public record SuperstepEnd(String loop, int superstep, int tasks, boolean waits, byte[] report) {}
