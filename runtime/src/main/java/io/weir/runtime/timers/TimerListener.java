package io.weir.runtime.timers;

import io.weir.time.TimeDomain;

/**
 * Learns that timers have rung, with the timer's key as the current one.
 *
 * @param <N> the type of the namespaces
 */
@FunctionalInterface
public interface TimerListener<N> {
    /**
     * Learns that a timer has rung.
     *
     * @param domain what it goes by
     * @param namespace what it was set for
     * @param time what it was set to
     * @throws Exception any failure; it fails the task
     */
    void onTimer(TimeDomain domain, N namespace, long time) throws Exception;
}
