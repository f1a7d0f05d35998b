package io.weir.runtime.timers;

import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.KeyNumbers;
import io.weir.runtime.state.KeyedPart;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.StateSchema;
import io.weir.runtime.state.WrittenTypes;
import io.weir.schema.TypeSchema;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.time.TimeDomain;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;

/**
 * The timers of one operator instance: at most one per domain, key, namespace and time. They ring in the order of their
 * times. They are a part of the instance's keyed state and of its captures. The task's thread owns it.
 *
 * <p>A timer whose time has not come costs nothing while others ring or records pass.
 *
 * @param <K> the type of the keys
 * @param <N> the type of the namespaces
 */
public final class Timers<K, N> implements KeyedPart {
    /** How many entries of the queue may stand for deleted timers, beside as many as there are timers. */
    private static final int STALE = 1024;

    private final KeyedStateBackend<K> keys;
    private final TypeInformation<N> namespaceType;
    private final ProcessingTime clock;
    private final TimerListener<N> listener;
    private final KeyGroupRange groups;
    private final Domain eventTime;
    private final Domain processingTime;
    private long watermark = Long.MIN_VALUE;
    private ProcessingTime.Scheduled next;
    private long nextTime;

    private final TypeSerializer<K> keySerializer;

    /** The timers of one kind, by key group, and their order. */
    private static final class Domain {
        final TimerTable[] tables;
        final TimerQueue queue = new TimerQueue();
        long size;

        Domain(int groups, KeyNumbers numbers) {
            tables = new TimerTable[groups];
            for (int i = 0; i < groups; i++) {
                tables[i] = new TimerTable(numbers);
            }
        }

        /** Forgets entries of deleted timers when they are more than those of others. */
        void clean() {
            if (queue.size() > 2 * size + STALE) {
                queue.clear();
                for (TimerTable table : tables) {
                    table.forEachTime(queue::add);
                }
            }
        }
    }

    private Timers(
            KeyedStateBackend<K> keys,
            TypeInformation<N> namespaceType,
            ProcessingTime clock,
            TimerListener<N> listener) {
        this.keys = keys;
        this.namespaceType = namespaceType;
        this.clock = clock;
        this.listener = listener;
        this.keySerializer = keys.keyType().createSerializer();
        this.groups = keys.keyGroups();
        KeyNumbers numbers = KeyNumbers.of(keys.keyType());
        this.eventTime = new Domain(groups.count(), numbers);
        this.processingTime = new Domain(groups.count(), numbers);
    }

    /**
     * Makes timers a part of the keyed state of their operator, with those of the image that it starts from.
     *
     * @param keys whose current key new timers get, and whose current key is set when one rings
     * @param namespaceType the type of the namespaces
     * @param clock the time
     * @param listener learns that timers have rung
     * @param <K> the type of the keys
     * @param <N> the type of the namespaces
     * @return the timers
     */
    public static <K, N> Timers<K, N> of(
            KeyedStateBackend<K> keys,
            TypeInformation<N> namespaceType,
            ProcessingTime clock,
            TimerListener<N> listener) {
        Timers<K, N> timers = new Timers<>(keys, namespaceType, clock, listener);
        keys.attach(timers);
        timers.schedule();
        return timers;
    }

    /**
     * Makes timers without namespaces a part of the keyed state of their operator; otherwise as {@link #of}.
     *
     * @param keys whose current key new timers get, and whose current key is set when one rings
     * @param clock the time
     * @param listener learns that timers have rung
     * @param <K> the type of the keys
     * @return the timers
     */
    public static <K> Timers<K, Void> ofKeys(
            KeyedStateBackend<K> keys, ProcessingTime clock, TimerListener<Void> listener) {
        return of(keys, null, clock, listener);
    }

    /** Returns the last watermark. */
    public long currentWatermark() {
        return watermark;
    }

    /** Returns the time of the clock. */
    public long currentProcessingTime() {
        return clock.now();
    }

    /** Returns how many timers there are of a kind. */
    public long count(TimeDomain domain) {
        return of(domain).size;
    }

    /** Returns how many entries there are in the order of event time, those of deleted timers included. */
    long queued() {
        return eventTime.queue.size();
    }

    /** Sets a timer for the current key; does nothing if there is the same already. */
    public void register(TimeDomain domain, N namespace, long time) {
        K key = requireKey();
        int hash = KeyGroups.hashOf(key.hashCode());
        Domain timers = of(domain);
        if (add(timers, keySerializer.copy(key), hash, namespace, time) && domain == TimeDomain.PROCESSING_TIME) {
            schedule();
        }
    }

    private boolean add(Domain timers, Object key, int hash, Object namespace, long time) {
        long some = Math.max(time, Long.MIN_VALUE + 1);
        if (!timers.tables[tableOf(key, hash)].add(key, hash, namespace, some)) {
            return false;
        }
        timers.size++;
        timers.queue.add(some, hash);
        return true;
    }

    /** Deletes a timer of the current key if there is one. */
    public void delete(TimeDomain domain, N namespace, long time) {
        K key = requireKey();
        int hash = KeyGroups.hashOf(key.hashCode());
        Domain timers = of(domain);
        long some = Math.max(time, Long.MIN_VALUE + 1);
        if (timers.tables[tableOf(key, hash)].remove(key, hash, namespace, some)) {
            timers.size--;
            timers.clean();
        }
    }

    private K requireKey() {
        K key = keys.currentKey();
        if (key == null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "A timer was set where there is no key: that can be done for a record or a timer, not in open() or"
                            + " close().");
        }
        return key;
    }

    private int tableOf(Object key, int hash) {
        int table = KeyGroups.groupOfHash(hash, groups.maxParallelism()) - groups.first();
        if (table < 0 || table >= groups.count()) {
            KeyNumbers.refuse(key);
        }
        return table;
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

    @SuppressWarnings("unchecked") // tables have keys and namespaces of their types only
    private void ring(TimeDomain domain, long until) throws Exception {
        Domain timers = of(domain);
        TimerQueue queue = timers.queue;
        while (queue.poll(until)) {
            long time = queue.time();
            int hash = queue.number();
            TimerTable table = timers.tables[KeyGroups.groupOfHash(hash, groups.maxParallelism()) - groups.first()];
            // Nothing is found where the timer was deleted.
            if (table.take(hash, time)) {
                timers.size--;
                N namespace = (N) table.takenNamespace();
                // A capture may still have the key itself.
                keys.setCurrentKey(keySerializer.copy((K) table.takenKey()));
                listener.onTimer(domain, namespace, time);
            }
        }
    }

    private void schedule() {
        if (processingTime.queue.size() == 0) {
            return;
        }
        long first = processingTime.queue.firstTime();
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
        // a timer's millisecond has to pass before it rings, so that no more records belong to what it ends
        ring(TimeDomain.PROCESSING_TIME, Math.max(nextTime, clock.now() - 1));
        schedule();
    }

    private Domain of(TimeDomain domain) {
        return domain == TimeDomain.EVENT_TIME ? eventTime : processingTime;
    }

    @Override
    public String name() {
        return "timers";
    }

    @Override
    public String types() {
        return keys.keyType() + (namespaceType == null ? "" : " by " + namespaceType);
    }

    @Override
    public StateSchema schema() {
        return StateSchema.ofPart(keys.keyType(), namespaceType, null, Timers::layout);
    }

    private static TypeSchema layout(TypeSchema key, TypeSchema namespace, TypeSchema value) {
        List<TypeSchema.Field> timer =
                new ArrayList<>(List.of(StateSchema.number("time"), StateSchema.field("key", key)));
        if (namespace != null) {
            timer.add(StateSchema.field("namespace", namespace));
        }
        return new TypeSchema.Sequence(
                "timers",
                List.of(
                        StateSchema.field("eventTime", StateSchema.rows("timer", timer)),
                        StateSchema.field("processingTime", StateSchema.rows("timer", timer))));
    }

    @Override
    public Restorer restorer(WrittenTypes written) {
        TypeSerializer<K> writtenKeys = written.keys(keySerializer);
        TypeSerializer<N> namespaces =
                namespaceType == null ? null : written.namespaces(namespaceType.createSerializer());
        return (group, in) -> restore(in, writtenKeys, namespaces);
    }

    private void restore(RecordInput in, TypeSerializer<K> writtenKeys, TypeSerializer<N> namespaces) {
        for (Domain timers : new Domain[] {eventTime, processingTime}) {
            for (int left = in.readInt(); left > 0; left--) {
                long time = in.readLong();
                K key = writtenKeys.deserialize(in);
                N namespace = namespaces == null ? null : namespaces.deserialize(in);
                add(timers, key, KeyGroups.hashOf(key.hashCode()), namespace, time);
            }
        }
    }

    @Override
    public Frozen freeze() {
        TimerTable.Frozen[][] frozen = new TimerTable.Frozen[2][groups.count()];
        for (int i = 0; i < groups.count(); i++) {
            frozen[0][i] = eventTime.tables[i].freeze();
            frozen[1][i] = processingTime.tables[i].freeze();
        }
        return new FrozenTimers<>(keys.keyType(), namespaceType, groups.first(), frozen);
    }

    /** Calls off what is due. */
    public void close() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    /** All timers at one moment. One thread at a time owns it, not necessarily the task's. */
    private static final class FrozenTimers<K, N> implements Frozen {
        private final TypeInformation<K> keyType;
        private final TypeInformation<N> namespaceType;
        private final int firstGroup;
        private final TimerTable.Frozen[][] tables;

        /** Made by the thread that writes. */
        private TypeSerializer<K> keys;

        private TypeSerializer<N> namespaces;

        FrozenTimers(
                TypeInformation<K> keyType,
                TypeInformation<N> namespaceType,
                int firstGroup,
                TimerTable.Frozen[][] tables) {
            this.keyType = keyType;
            this.namespaceType = namespaceType;
            this.firstGroup = firstGroup;
            this.tables = tables;
        }

        @Override
        @SuppressWarnings("unchecked") // tables have keys and namespaces of their types only
        public void write(int keyGroup, RecordOutput out) {
            TimerTable.Frozen event = tables[0][keyGroup - firstGroup];
            TimerTable.Frozen processing = tables[1][keyGroup - firstGroup];
            if (event.size() + processing.size() == 0) {
                return;
            }
            if (keys == null) {
                keys = keyType.createSerializer();
                namespaces = namespaceType == null ? null : namespaceType.createSerializer();
            }
            for (TimerTable.Frozen table : new TimerTable.Frozen[] {event, processing}) {
                out.writeInt(table.size());
                table.forEach((time, key, namespace) -> {
                    out.writeLong(time);
                    keys.serialize((K) key, out);
                    if (namespaces != null) {
                        namespaces.serialize((N) namespace, out);
                    }
                });
            }
        }

        @Override
        public void close() {
            for (TimerTable.Frozen[] domain : tables) {
                for (TimerTable.Frozen table : domain) {
                    table.lease().end();
                }
            }
        }
    }
}
