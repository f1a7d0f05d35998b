package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.Codec;
import io.weir.runtime.state.Slot;
import io.weir.runtime.state.StateColumn;
import io.weir.runtime.state.StateKind;
import io.weir.runtime.state.StateSchema;
import io.weir.runtime.state.WrittenTypes;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.List;

/**
 * A state whose values are rows: one per key, or per key and namespace; of a map, one per entry. The task's thread owns
 * it.
 *
 * @param id the number that is part of each row
 * @param slot the state
 * @param namespaceType the type of its namespaces, or null
 * @param codec writes a value, an element of a list, or the value of an entry of a map
 */
record RocksColumn(int id, Slot slot, TypeInformation<?> namespaceType, Codec codec) {
    /** Creates it for a new state. */
    RocksColumn(Slot slot, TypeInformation<?> namespaceType) {
        this(
                slot.place(),
                slot,
                namespaceType,
                Codec.ofPart(slot.descriptor(), slot.column().expiring(), WrittenTypes.asToday()));
    }

    /** Returns one of the same state for another thread. */
    RocksColumn copy() {
        return new RocksColumn(slot, namespaceType);
    }

    /** Returns how it is written. */
    StateSchema schema(TypeInformation<?> keyType) {
        return StateSchema.of(keyType, namespaceType, slot.descriptor());
    }

    StateColumn column() {
        return slot.column();
    }

    boolean isMap() {
        return column().kind() == StateKind.MAP;
    }

    boolean isList() {
        return column().kind() == StateKind.LIST;
    }

    /** Reads the value of a row of a state that is not a map. */
    Object read(RecordInput in) {
        return isList() ? readList(in, codec) : codec.read(in);
    }

    /** Writes the value of a row of a state that is not a map. */
    void write(Object value, RecordOutput out) {
        if (isList()) {
            writeList((List<?>) value, out, codec);
        } else {
            codec.write(value, out);
        }
    }

    /** Reads elements that were appended one after the other, each a stream of its own. */
    static List<Object> readList(RecordInput in, Codec element) {
        List<Object> list = new ArrayList<>();
        while (in.position() < in.limit()) {
            int length = in.readVarInt(true);
            int end = in.position() + length;
            in.beginStream();
            list.add(element.read(in));
            in.setPosition(end);
        }
        return list;
    }

    /** Writes elements so that others can be appended. */
    static void writeList(List<?> list, RecordOutput out, Codec element) {
        RecordOutput one = new RecordOutput(64);
        for (Object each : list) {
            one.reset();
            one.beginStream();
            element.write(each, one);
            out.writeVarInt(one.position(), true);
            out.writeBytes(one.getBuffer(), 0, one.position());
        }
        out.noteNames(one);
    }

    /** Reads the value of an entry of a map, which may be null. */
    static Object readEntry(RecordInput in, Codec values) {
        return in.readBoolean() ? values.read(in) : null;
    }

    /** Writes the value of an entry of a map, which may be null. */
    static void writeEntry(Object value, RecordOutput out, Codec values) {
        out.writeBoolean(value != null);
        if (value != null) {
            values.write(value, out);
        }
    }
}
