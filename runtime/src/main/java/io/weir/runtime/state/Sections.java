package io.weir.runtime.state;

import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The part of an image that no state has asked for yet. What is never asked for stays, and is captured again as it is.
 * The task's thread owns it.
 */
final class Sections {
    private final ClassLoader classLoader;
    private final List<Section> waiting = new ArrayList<>();

    /** A column with its bytes by key group. */
    record Section(StateColumn column, Map<Integer, byte[]> bytes) {
        void write(int group, RecordOutput out) {
            byte[] known = bytes.get(group);
            if (known != null) {
                out.writeBytes(known);
            }
        }
    }

    /** Takes one key group's bytes. */
    @FunctionalInterface
    interface Reader {
        /**
         * Takes them.
         *
         * @param group the key group
         * @param column how they were written
         * @param in the bytes
         */
        void read(int group, StateColumn column, RecordInput in);
    }

    /**
     * Checks that an image fits an instance, and keeps what of it belongs to the instance.
     *
     * @param keyType the type of the instance's keys, in words
     * @param place where the instance keeps its state
     */
    Sections(String keyType, StateBackend.Place place) {
        this.classLoader = place.classLoader();
        KeyedImage image = place.image().keyed();
        if (image == null) {
            return;
        }
        if (!image.keyType().equals(keyType)) {
            throw OperatorImage.incompatible("State by key", "state of " + image.keyType(), "state of " + keyType);
        }
        int maxParallelism = place.groups().maxParallelism();
        if (image.maxParallelism() != maxParallelism) {
            throw OperatorImage.incompatible(
                    "State by key",
                    image.maxParallelism() + " key groups",
                    maxParallelism + " key groups (the maximum parallelism)");
        }
        image.of(place.groups()).columns().forEach((column, bytes) -> waiting.add(new Section(column, bytes)));
    }

    /** Gives the bytes of a column to a reader if there are any, once. */
    void claim(StateColumn asked, Reader reader) {
        for (Iterator<Section> each = waiting.iterator(); each.hasNext(); ) {
            Section section = each.next();
            if (section.column().isSameState(asked)) {
                if (!section.column().isCompatible(asked)) {
                    throw OperatorImage.incompatible(
                            "The state '" + asked.name() + "'", section.column().toString(), asked.toString());
                }
                each.remove();
                section.bytes().forEach((group, bytes) -> {
                    RecordInput in = new RecordInput(classLoader);
                    in.setBuffer(bytes);
                    reader.read(group, section.column(), in);
                });
                return;
            }
        }
    }

    /** Returns what nobody has asked for. */
    List<Section> waiting() {
        return List.copyOf(waiting);
    }
}
