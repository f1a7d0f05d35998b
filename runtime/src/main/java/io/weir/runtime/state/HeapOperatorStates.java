package io.weir.runtime.state;

import io.weir.runtime.state.OperatorStateImage.Sharing;
import io.weir.schema.SchemaMismatch;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.state.BroadcastState;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.OperatorStateStore;
import io.weir.state.StateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The lists and maps of an operator instance that do not belong to keys. They are the values of one entry, so that a
 * capture shares them until they are changed. The task's thread owns it.
 */
final class HeapOperatorStates implements OperatorStateStore {
    private final Versions versions = new Versions();
    private final Map<String, Sharing> sharings = new LinkedHashMap<>();
    private final List<OperatorStateImage> waiting;
    private final OperatorImage operator;
    private final ClassLoader classLoader;
    private final OfInstance slots;
    private final HeapStates states;
    private Entry entry = new Entry(null, 0, versions.current);

    HeapOperatorStates(LongSupplier clock, ClassLoader classLoader, OperatorImage image) {
        this.operator = image;
        this.classLoader = classLoader;
        this.waiting = new ArrayList<>(image.operatorStates());
        this.slots = new OfInstance(clock);
        this.states = new HeapStates(slots);
    }

    @Override
    public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
        share(descriptor, Sharing.SPLIT);
        return states.getListState(descriptor);
    }

    @Override
    public <T> ListState<T> getUnionListState(ListStateDescriptor<T> descriptor) {
        share(descriptor, Sharing.UNION);
        return states.getListState(descriptor);
    }

    @Override
    public <K, V> BroadcastState<K, V> getBroadcastState(MapStateDescriptor<K, V> descriptor) {
        share(descriptor, Sharing.BROADCAST);
        return new Broadcast<>(states.getMapState(descriptor));
    }

    /** Asks for a state that is shared as it was. */
    void askFor(StateDescriptor<?, ?> descriptor) {
        if (descriptor instanceof MapStateDescriptor<?, ?> map) {
            getBroadcastState(map);
        } else if (descriptor instanceof ListStateDescriptor<?> list) {
            boolean union = waiting.stream()
                    .anyMatch(image -> image.name().equals(list.getName()) && image.sharing() == Sharing.UNION);
            if (union) {
                getUnionListState(list);
            } else {
                getListState(list);
            }
        }
    }

    private void share(StateDescriptor<?, ?> descriptor, Sharing sharing) {
        if (descriptor.getTtlConfig().isEnabled()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The state '" + descriptor.getName()
                            + "' does not belong to a key, so that it cannot have a time to" + " live.");
        }
        Sharing known = sharings.putIfAbsent(descriptor.getName(), sharing);
        if (known != null && known != sharing) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The state '" + descriptor.getName() + "' is asked for in two ways, " + known + " and " + sharing
                            + ": give one of them another name.");
        }
    }

    /** Begins a new version: what is kept now is copied before it is changed, until the lease is closed. */
    Versions.Lease freeze() {
        return versions.freeze();
    }

    /** Returns all that is kept as it is now; to be called right after {@link #freeze}. */
    List<Frozen> frozen() {
        List<Frozen> frozen = new ArrayList<>();
        for (Slot slot : slots.all()) {
            Sharing sharing = sharings.get(slot.descriptor().getName());
            frozen.add(new Frozen(slot, sharing, entry.get(slot.place()), null));
        }
        waiting.forEach(image -> frozen.add(new Frozen(null, null, null, image)));
        return frozen;
    }

    /**
     * A list or map as it was at one moment.
     *
     * @param slot its state
     * @param sharing what becomes of it when the parallelism changes
     * @param value the list or map, or null
     * @param image what nobody asked for since the operator started; then the others are null
     */
    record Frozen(Slot slot, Sharing sharing, Object value, OperatorStateImage image) {
        /** Returns what becomes of it when the parallelism changes. */
        Sharing kind() {
            return image != null ? image.sharing() : sharing;
        }

        /** Returns it as bytes. */
        OperatorStateImage write() {
            return image != null
                    ? image
                    : new OperatorStateImage(
                            slot.column().name(),
                            sharing,
                            slot.column().types(),
                            StateSchema.of(null, null, slot.descriptor()),
                            elements());
        }

        private List<byte[]> elements() {
            List<byte[]> elements = new ArrayList<>();
            if (value == null) {
                return elements;
            }
            Codec codec = Codec.of(slot.descriptor(), false);
            Iterable<?> each = sharing == Sharing.BROADCAST ? List.of(value) : (List<?>) value;
            for (Object element : each) {
                // Each by itself, as each may go to another instance.
                RecordOutput out = RecordOutput.describing(64);
                codec.write(sharing == Sharing.BROADCAST ? element : List.of(element), out);
                elements.add(out.toBytes());
            }
            return elements;
        }
    }

    private void restore(Slot slot) {
        List<Object> all = new ArrayList<>();
        Map<Object, Object> map = new HashMap<>();
        for (Iterator<OperatorStateImage> each = waiting.iterator(); each.hasNext(); ) {
            OperatorStateImage image = each.next();
            if (image.name().equals(slot.column().name())) {
                operator.restore(StateName.of(image), () -> {
                    check(image, slot);
                    return read(image, slot, all, map);
                });
                each.remove();
            }
        }
        if (!all.isEmpty() || !map.isEmpty()) {
            slots.set(slot.place(), all.isEmpty() ? map : all);
        }
    }

    private void check(OperatorStateImage image, Slot slot) {
        Sharing sharing = sharings.get(image.name());
        // A list may become a union and the other way round: what was kept are elements in both cases.
        boolean sameKind = (image.sharing() == Sharing.BROADCAST) == (sharing == Sharing.BROADCAST);
        boolean known = image.schema() != null;
        if (!sameKind || !known && !image.types().equals(slot.column().types())) {
            throw operator.incompatible(
                    StateName.of(image),
                    image.sharing() + " of " + image.types(),
                    sharing + " of " + slot.column().types(),
                    "give the new state another name, or keep its kind and types");
        }
    }

    private List<String> read(OperatorStateImage image, Slot slot, List<Object> all, Map<Object, Object> map) {
        WrittenTypes types = new WrittenTypes(image.schema());
        try {
            Codec codec = Codec.reading(slot.descriptor(), false, types);
            for (byte[] bytes : image.elements()) {
                RecordInput in =
                        image.schema() == null ? new RecordInput(classLoader) : RecordInput.described(classLoader);
                in.setBuffer(bytes);
                Object value = codec.read(in);
                if (value instanceof List<?> list) {
                    all.addAll(list);
                } else {
                    map.putAll((Map<?, ?>) value);
                }
            }
            return types.changes();
        } catch (SchemaMismatch e) {
            throw operator.incompatible(StateName.of(image), e);
        } catch (WeirException e) {
            throw e;
        } catch (RuntimeException e) {
            throw operator.unreadable(StateName.of(image), e);
        }
    }

    /** The values of the instance. */
    private final class OfInstance extends Slots {
        OfInstance(LongSupplier clock) {
            super("", "", clock, versions);
        }

        @Override
        Entry read() {
            return entry;
        }

        @Override
        Entry write() {
            if (versions.isShared(entry.version())) {
                entry = entry.copy(versions.current);
            }
            return entry;
        }

        @Override
        void cleared() {
            // The entry stays.
        }

        @Override
        protected void added(Slot slot) {
            restore(slot);
        }

        @Override
        public void expiringUsed(StateTtlConfig config) {
            throw new IllegalStateException("State without keys lives for ever");
        }
    }

    /** A map that every instance keeps the same. */
    private record Broadcast<K, V>(MapState<K, V> map) implements BroadcastState<K, V> {
        @Override
        public V get(K key) {
            return map.get(key);
        }

        @Override
        public boolean contains(K key) {
            return map.contains(key);
        }

        @Override
        public Iterable<Map.Entry<K, V>> immutableEntries() {
            Iterable<Map.Entry<K, V>> entries = map.entries();
            return () -> new Unchangeable<>(entries.iterator());
        }

        @Override
        public void put(K key, V value) {
            map.put(key, value);
        }

        @Override
        public void putAll(Map<K, V> values) {
            map.putAll(values);
        }

        @Override
        public void remove(K key) {
            map.remove(key);
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return map.iterator();
        }

        @Override
        public Iterable<Map.Entry<K, V>> entries() {
            return map.entries();
        }

        @Override
        public void clear() {
            map.clear();
        }
    }

    /** Entries that cannot be set or removed. */
    private record Unchangeable<K, V>(Iterator<Map.Entry<K, V>> entries) implements Iterator<Map.Entry<K, V>> {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Map.Entry<K, V> next() {
            Map.Entry<K, V> entry = entries.next();
            return new AbstractMap.SimpleImmutableEntry<>(entry);
        }
    }
}
