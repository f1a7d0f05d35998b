package io.weir.runtime.state;

import io.weir.schema.SchemaMismatch;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The part of an image that no state has asked for yet. What is never asked for stays, and is captured again as it is.
 * The task's thread owns it.
 */
public final class Sections {
    private static final String KEEP = "give the new state another name, or keep its kind and types";

    private final ClassLoader classLoader;
    private final OperatorImage operator;
    private final List<Section> waiting = new ArrayList<>();

    /** A column with its bytes by key group. */
    public record Section(WrittenColumn written, Map<Integer, byte[]> bytes) {
        /** Writes what there is for a group. */
        public void write(int group, RecordOutput out) {
            byte[] known = bytes.get(group);
            if (known != null) {
                out.writeBytes(known);
            }
        }
    }

    /** Takes a state back. */
    @FunctionalInterface
    public interface Taker {
        /**
         * Prepares to take it, and checks that this is possible.
         *
         * @param column what was told of it
         * @param types gives serializers of what was written
         * @return takes one key group after the other
         */
        KeyedPart.Restorer prepare(StateColumn column, WrittenTypes types);
    }

    /**
     * Checks that an image fits an instance, and keeps what of it belongs to the instance.
     *
     * @param keyType the type of the instance's keys
     * @param place where the instance keeps its state
     */
    public Sections(TypeInformation<?> keyType, StateBackend.Place place) {
        this.classLoader = place.classLoader();
        this.operator = place.image();
        KeyedImage image = operator.keyed();
        if (image == null) {
            return;
        }
        checkKeys(image, keyType);
        int maxParallelism = place.groups().maxParallelism();
        if (image.maxParallelism() != maxParallelism) {
            throw operator.incompatible(
                    "State by key",
                    "it was kept in " + image.maxParallelism() + " key groups, but the program asks for "
                            + maxParallelism + " (the maximum parallelism)",
                    "set the operator's maximum parallelism to " + image.maxParallelism());
        }
        image.of(place.groups()).columns().forEach((column, bytes) -> waiting.add(new Section(column, bytes)));
    }

    private void checkKeys(KeyedImage image, TypeInformation<?> keyType) {
        if (image.keySchema() != null) {
            try {
                new WrittenTypes(new StateSchema(image.keySchema(), null, null, null, null))
                        .keys(keyType.createSerializer());
            } catch (SchemaMismatch e) {
                throw operator.incompatible("State by key", e);
            }
        } else if (!image.keyType().equals(keyType.toString())) {
            throw operator.incompatible("State by key", "state of " + image.keyType(), "state of " + keyType, KEEP);
        }
    }

    /** Gives the bytes of a column to whoever takes them if there are any, once. */
    public void claim(StateColumn asked, Taker taker) {
        for (Iterator<Section> each = waiting.iterator(); each.hasNext(); ) {
            Section section = each.next();
            if (section.written().column().isSameState(asked)) {
                check(section.written(), asked);
                give(section, taker);
                each.remove();
            }
        }
    }

    private void check(WrittenColumn written, StateColumn asked) {
        StateColumn column = written.column();
        boolean same = written.schema() == null ? column.isCompatible(asked) : column.kind() == asked.kind();
        if (!same) {
            throw operator.incompatible(stateNamed(column), column.toString(), asked.toString(), KEEP);
        }
    }

    private void give(Section section, Taker taker) {
        StateSchema schema = section.written().schema();
        try {
            KeyedPart.Restorer restorer = taker.prepare(section.written().column(), new WrittenTypes(schema));
            section.bytes().forEach((group, bytes) -> {
                RecordInput in = schema == null ? new RecordInput(classLoader) : RecordInput.described(classLoader);
                in.setBuffer(bytes);
                restorer.restore(group, in);
            });
        } catch (SchemaMismatch e) {
            throw operator.incompatible(stateNamed(section.written().column()), e);
        }
    }

    private static String stateNamed(StateColumn column) {
        return "The state '" + column.path() + "'";
    }

    /** Returns what nobody has asked for. */
    public List<Section> waiting() {
        return List.copyOf(waiting);
    }
}
