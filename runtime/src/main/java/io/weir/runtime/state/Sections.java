package io.weir.runtime.state;

import io.weir.schema.SchemaMismatch;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.types.TypeInformation;
import io.weir.util.WeirException;
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
        if (operator.check(StateName.ALL_KEYED, () -> check(image, keyType, place.groups()))) {
            image.of(place.groups()).columns().forEach((column, bytes) -> waiting.add(new Section(column, bytes)));
        }
    }

    private void check(KeyedImage image, TypeInformation<?> keyType, KeyGroupRange groups) {
        checkKeys(image, keyType);
        int maxParallelism = groups.maxParallelism();
        if (image.maxParallelism() != maxParallelism) {
            throw operator.incompatible(
                    StateName.ALL_KEYED,
                    "it was kept in " + image.maxParallelism() + " key groups, but the program asks for "
                            + maxParallelism + " (the maximum parallelism)",
                    "set the operator's maximum parallelism to " + image.maxParallelism());
        }
    }

    private void checkKeys(KeyedImage image, TypeInformation<?> keyType) {
        if (image.keySchema() != null) {
            try {
                new WrittenTypes(new StateSchema(image.keySchema(), null, null, null, null))
                        .keys(keyType.createSerializer());
            } catch (SchemaMismatch e) {
                throw operator.incompatible(StateName.ALL_KEYED, e);
            }
        } else if (!image.keyType().equals(keyType.toString())) {
            throw operator.incompatible(
                    StateName.ALL_KEYED, "state of " + image.keyType(), "state of " + keyType, KEEP);
        }
    }

    /** Gives the bytes of a column to whoever takes them if there are any, once. */
    public void claim(StateColumn asked, Taker taker) {
        for (Iterator<Section> each = waiting.iterator(); each.hasNext(); ) {
            Section section = each.next();
            WrittenColumn written = section.written();
            if (written.column().isSameState(asked)) {
                operator.restore(StateName.of(written.column()), () -> {
                    check(written, asked);
                    return give(section, taker);
                });
                each.remove();
            }
        }
    }

    private void check(WrittenColumn written, StateColumn asked) {
        StateColumn column = written.column();
        boolean same = written.schema() == null ? column.isCompatible(asked) : column.kind() == asked.kind();
        if (!same) {
            throw operator.incompatible(StateName.of(column), column.toString(), asked.toString(), KEEP);
        }
    }

    private List<String> give(Section section, Taker taker) {
        StateSchema schema = section.written().schema();
        WrittenTypes types = new WrittenTypes(schema);
        StateName name = StateName.of(section.written().column());
        try {
            KeyedPart.Restorer restorer = taker.prepare(section.written().column(), types);
            section.bytes().forEach((group, bytes) -> {
                if (bytes.length > 0) { // else it is enough to know that there were some
                    RecordInput in = schema == null ? new RecordInput(classLoader) : RecordInput.described(classLoader);
                    in.setBuffer(bytes);
                    restorer.restore(group, in);
                }
            });
            return types.changes();
        } catch (SchemaMismatch e) {
            throw operator.incompatible(name, e);
        } catch (WeirException e) {
            throw e;
        } catch (RuntimeException e) {
            throw operator.unreadable(name, e); // the bytes are those that were written: their checksums are right
        }
    }

    /** Returns what nobody has asked for. */
    public List<Section> waiting() {
        return List.copyOf(waiting);
    }
}
