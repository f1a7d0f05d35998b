package io.weir.runtime.timers;

import io.weir.runtime.state.KeyedStateBackend;
import io.weir.time.TimeDomain;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The timers of one operator instance: at most one per domain, key, namespace and time. They ring in the order of their
 * times. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <N> the type of the namespaces
 */
public final class Timers<K, N> {
    private final KeyedStateBackend<K> keys;
    private final ProcessingTime clock;
    private final TimerListener<N> listener;
    private final TreeMap<Long, Set<Timer<K, N>>> eventTime = new TreeMap<>();
    private final TreeMap<Long, Set<Timer<K, N>>> processingTime = new TreeMap<>();
    private long watermark = Long.MIN_VALUE;
    private ProcessingTime.Scheduled next;
    private long nextTime;

    private record Timer<K, N>(K key, N namespace) {}

    /**
     * Creates it without timers.
     *
     * @param keys whose current key new timers get, and whose current key is set when one rings
     * @param clock the time
     * @param listener learns that timers have rung
     */
    public Timers(KeyedStateBackend<K> keys, ProcessingTime clock, TimerListener<N> listener) {
        this.keys = keys;
        this.clock = clock;
        this.listener = listener;
    }

    /** Returns the last watermark. */
    public long currentWatermark() {
        return watermark;
    }

    /** Returns the time of the clock. */
    public long currentProcessingTime() {
        return clock.now();
    }

    /** Sets a timer for the current key; does nothing if there is the same already. */
    public void register(TimeDomain domain, N namespace, long time) {
        of(domain).computeIfAbsent(time, none -> new LinkedHashSet<>()).add(new Timer<>(keys.currentKey(), namespace));
        if (domain == TimeDomain.PROCESSING_TIME) {
            schedule();
        }
    }

    /** Deletes a timer of the current key if there is one. */
    public void delete(TimeDomain domain, N namespace, long time) {
        Set<Timer<K, N>> same = of(domain).get(time);
        if (same != null && same.remove(new Timer<>(keys.currentKey(), namespace)) && same.isEmpty()) {
            of(domain).remove(time);
        }
    }

    /**
     * Lets all event-time timers ring whose time has come. Those that are set meanwhile and whose time has come, too.
     *
     * @param timestamp the watermark
     * @throws Exception what the listener throws
     */
    public void advance(long timestamp) throws Exception {
        watermark = timestamp;
        ring(TimeDomain.EVENT_TIME, timestamp);
    }

    private void ring(TimeDomain domain, long until) throws Exception {
        TreeMap<Long, Set<Timer<K, N>>> timers = of(domain);
        for (Map.Entry<Long, Set<Timer<K, N>>> first = timers.firstEntry();
                first != null && first.getKey() <= until;
                first = timers.firstEntry()) {
            Timer<K, N> timer = first.getValue().iterator().next();
            first.getValue().remove(timer);
            if (first.getValue().isEmpty()) {
                timers.remove(first.getKey());
            }
            keys.setCurrentKey(timer.key());
            listener.onTimer(domain, timer.namespace(), first.getKey());
        }
    }

    private void schedule() {
        if (processingTime.isEmpty()) {
            return;
        }
        long first = processingTime.firstKey();
        if (next == null || first < nextTime) {
            if (next != null) {
                next.cancel();
            }
            nextTime = first;
            next = clock.schedule(first, this::ringByClock);
        }
    }

    private void ringByClock() throws Exception {
        next = null;
        ring(TimeDomain.PROCESSING_TIME, clock.now());
        schedule();
    }

    private TreeMap<Long, Set<Timer<K, N>>> of(TimeDomain domain) {
        return domain == TimeDomain.EVENT_TIME ? eventTime : processingTime;
    }

    /** Calls off what is due. */
    public void close() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
