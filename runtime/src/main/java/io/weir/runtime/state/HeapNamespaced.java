package io.weir.runtime.state;

import io.weir.serialization.TypeSerializer;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.ListStateDescriptor;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.StateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.types.TypeInformation;
import java.util.Collection;
import java.util.List;

/**
 * Gives states of the current key and namespace. The namespaces of a key are a small table beside its values. The task's
 * thread owns it.
 *
 * @param <N> the type of the namespaces
 */
final class HeapNamespaced<N> extends HeapStates implements NamespacedStateStore<N> {
    final TypeInformation<N> namespaceType;
    final int number;
    final OfNamespace place;

    HeapNamespaced(HeapKeyedStateBackend<?> backend, int number, String name, TypeInformation<N> namespaceType) {
        this(new OfNamespace(backend, number, name, namespaceType), number, namespaceType);
    }

    private HeapNamespaced(OfNamespace place, int number, TypeInformation<N> namespaceType) {
        super(place);
        this.place = place;
        this.number = number;
        this.namespaceType = namespaceType;
    }

    @Override
    public void setCurrentNamespace(N namespace) {
        place.set(namespace);
    }

    @Override
    public void clear() {
        place.remove();
    }

    @Override
    public void merge(N target, Collection<N> sources) throws Exception {
        for (N source : sources) {
            if (source.equals(target)) {
                continue;
            }
            place.set(source);
            Entry from = place.read();
            if (from == null) {
                continue;
            }
            for (Slot slot : List.copyOf(place.all())) {
                place.set(source);
                Object value = place.own(slot);
                place.set(target);
                if (value != null) {
                    merge(slot, value);
                }
            }
            place.set(source);
            place.remove();
        }
        place.set(target);
    }

    @SuppressWarnings("unchecked") // the place holds what the descriptor says
    private void merge(Slot slot, Object value) throws Exception {
        StateDescriptor<?, ?> descriptor = slot.descriptor();
        Object kept = place.own(slot);
        if (descriptor instanceof ListStateDescriptor<?>) {
            if (kept == null) {
                place.set(slot.place(), value);
            } else {
                ((List<Object>) kept).addAll((List<Object>) value);
            }
        } else if (descriptor instanceof ReducingStateDescriptor<?> reducing) {
            var function = ((ReducingStateDescriptor<Object>) reducing).getReduceFunction();
            place.set(slot.place(), kept == null ? value : Expiry.merge(kept, value, function::reduce));
        } else if (descriptor instanceof AggregatingStateDescriptor<?, ?, ?> aggregating) {
            var function = ((AggregatingStateDescriptor<Object, Object, Object>) aggregating).getAggregateFunction();
            place.set(slot.place(), kept == null ? value : Expiry.merge(kept, value, function::merge));
        }
    }

    /** The values of the current key and namespace. */
    static final class OfNamespace extends Slots {
        private final HeapKeyedStateBackend<?> backend;
        private final int store;
        private final TypeSerializer<?> serializer;
        private Object namespace;
        private int hash;

        /** The entry that was found, and when. */
        private Entry found;

        private int foundInTurn = -1;

        OfNamespace(HeapKeyedStateBackend<?> backend, int store, String name, TypeInformation<?> namespaceType) {
            super(name, namespaceType.toString(), backend.ofKey.clock, backend.versions);
            this.backend = backend;
            this.store = store;
            this.serializer = namespaceType.createSerializer();
        }

        void set(Object newNamespace) {
            namespace = newNamespace;
            hash = KeyGroups.hashOf(newNamespace.hashCode());
            foundInTurn = -1;
        }

        private EntryTable table(Entry row) {
            EntryTable[] spaces = row.spaces();
            return spaces == null || store >= spaces.length ? null : spaces[store];
        }

        @Override
        Entry read() {
            if (foundInTurn != backend.turn()) {
                Entry row = backend.row();
                EntryTable table = row == null ? null : table(row);
                found = table == null ? null : table.find(namespace, hash);
                foundInTurn = backend.turn();
            }
            return found;
        }

        @Override
        Entry write() {
            Entry entry = read();
            if (entry == null || entry.version() < backend.versions.shared) {
                found = own(entry);
            }
            return found;
        }

        private Entry own(Entry entry) {
            EntryTable table = ownTable();
            if (entry != null) {
                return table.own(entry, backend.versions);
            }
            Entry added =
                    new Entry(serializer.isImmutable() ? namespace : copy(serializer), hash, backend.versions.current);
            table.add(added, backend.versions);
            return added;
        }

        @SuppressWarnings("unchecked") // it is a serializer of namespaces
        private Object copy(TypeSerializer<?> namespaces) {
            return ((TypeSerializer<Object>) namespaces).copy(namespace);
        }

        private EntryTable ownTable() {
            Entry row = backend.ownRow();
            EntryTable table = table(row);
            if (table == null) {
                table = new EntryTable(backend.versions.current);
                row.setSpaces(store, table);
            }
            return table;
        }

        @Override
        void cleared() {
            if (read().isEmpty()) {
                remove();
            }
        }

        void remove() {
            Entry entry = read();
            if (entry != null) {
                EntryTable table = ownTable();
                table.remove(entry, backend.versions);
                found = null;
                if (table.size() == 0) {
                    backend.row().setSpaces(store, null);
                    backend.removeRowIfEmpty();
                }
            }
        }

        @Override
        protected void added(Slot slot) {
            Object before = namespace;
            backend.restore(slot, serializer, each -> {
                set(each);
                return write();
            });
            if (before != null) {
                set(before);
            } else {
                foundInTurn = -1;
            }
        }

        @Override
        public void expiringUsed(StateTtlConfig config) {
            backend.expiringUsed(config);
        }
    }
}
