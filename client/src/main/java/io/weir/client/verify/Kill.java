package io.weir.client.verify;

/**
 * A process that was killed.
 *
 * @param round in which run of the program, from 1
 * @param millis when, since the program was started
 * @param victim what kind of process it was
 * @param process which
 */
public record Kill(int round, long millis, Victim victim, String process) {}
