package io.weir.runtime.state;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What all instances of an operator had kept, read part by part without the program's classes. One thread owns it.
 */
public final class StateContents {
    /** The name of the state by which sources tell people what is left of their splits, one text for each. */
    public static final String POSITIONS = "weir.positions";

    private static final String OLD = "it was written by a version of Weir that did not describe types";
    private static final String CUSTOM = "it was written by a serializer of the program's own";

    private static final String ROWS = "it is in files of RocksDB; a savepoint can be read";

    private final Map<String, Counts> states = new LinkedHashMap<>();

    /** What was found of a state so far. */
    private static final class Counts {
        final StateColumn column;
        final String kind;
        final String keyType;
        long keys;
        long bytes;
        long entries;
        String unreadable = "";

        Counts(StateColumn column, String kind, String keyType) {
            this.column = column;
            this.kind = kind;
            this.keyType = keyType;
        }

        StateSummary summary() {
            return new StateSummary(
                    column.path(),
                    kind,
                    keyType,
                    column.types(),
                    column.expiring(),
                    bytes,
                    entries,
                    keyType.isEmpty() || !unreadable.isEmpty() ? -1 : keys,
                    unreadable);
        }
    }

    /**
     * Adds what one instance had kept.
     *
     * @param part the bytes of an {@link OperatorCapture}
     * @param withFiles whether its backend kept files beside it
     * @throws IOException if they cannot be read
     */
    public void add(InputStream part, boolean withFiles) throws IOException {
        OperatorImage image = OperatorImage.read(part);
        for (OperatorStateImage state : image.operatorStates()) {
            Counts counts = counts(column(state), state.sharing().name(), "");
            counts.unreadable = reason(state.schema());
            counts.entries += state.elements().size();
            state.elements().forEach(element -> counts.bytes += element.length);
        }
        if (image.keyed() != null) {
            String keyType = image.keyed().keySchema() == null
                    ? image.keyed().keyType()
                    : image.keyed().keySchema().text();
            image.keyed().columns().forEach((written, sections) -> {
                Counts counts = counts(written.column(), written.column().kind().name(), keyType);
                add(written, sections, withFiles, counts);
            });
        }
    }

    private static void add(WrittenColumn written, Map<Integer, byte[]> sections, boolean withFiles, Counts counts) {
        sections.values().forEach(section -> counts.bytes += section.length);
        if (!counts.unreadable.isEmpty()) {
            return;
        }
        counts.unreadable = withFiles && isInRows(written, sections) ? ROWS : reason(written.schema());
        if (counts.unreadable.isEmpty()) {
            GenericSections reader = new GenericSections(written.column(), written.schema());
            for (byte[] section : sections.values()) {
                // A key is in one key group only, so that the keys of others need not be remembered.
                Set<Object> keys = new HashSet<>();
                reader.read(section, entry -> {
                    counts.entries++;
                    keys.add(entry.key());
                });
                counts.keys += keys.size();
            }
        }
    }

    private static boolean isInRows(WrittenColumn written, Map<Integer, byte[]> sections) {
        return sections.isEmpty()
                && written.schema() != null
                && written.schema().section() == null;
    }

    private Counts counts(StateColumn column, String kind, String keyType) {
        return states.computeIfAbsent(
                column.kind() + column.path() + keyType.isEmpty(),
                none -> new Counts(column, kind.toLowerCase(Locale.ROOT), keyType));
    }

    private static StateColumn column(OperatorStateImage state) {
        boolean broadcast = state.sharing() == OperatorStateImage.Sharing.BROADCAST;
        return new StateColumn("", state.name(), broadcast ? StateKind.MAP : StateKind.LIST, state.types(), false);
    }

    private static String reason(StateSchema schema) {
        return schema == null ? OLD : schema.isReadable() ? "" : CUSTOM;
    }

    /** Returns what was found, in the order in which it was written. */
    public List<StateSummary> states() {
        return states.values().stream().map(Counts::summary).toList();
    }

    /**
     * Reads the values of a state of one instance.
     *
     * @param part the bytes of an {@link OperatorCapture}
     * @param withFiles whether its backend kept files beside it
     * @param state the name of the state, after that of its store if it has one
     * @param entries takes the values
     * @return whether the instance had such a state
     * @throws IOException if they cannot be read
     */
    public static boolean read(InputStream part, boolean withFiles, String state, Consumer<StateEntry> entries)
            throws IOException {
        OperatorImage image = OperatorImage.read(part);
        List<OperatorStateImage> ofInstance = image.operatorStates().stream()
                .filter(each -> each.name().equals(state))
                .toList();
        for (OperatorStateImage each : ofInstance) {
            checkReadable(reason(each.schema()), state);
            readElements(each, entries);
        }
        boolean found = !ofInstance.isEmpty();
        if (image.keyed() != null) {
            for (Map.Entry<WrittenColumn, Map<Integer, byte[]>> each :
                    image.keyed().columns().entrySet()) {
                WrittenColumn written = each.getKey();
                if (written.column().path().equals(state)) {
                    found = true;
                    String reason = withFiles && isInRows(written, each.getValue()) ? ROWS : reason(written.schema());
                    checkReadable(reason, state);
                    GenericSections reader = new GenericSections(written.column(), written.schema());
                    each.getValue().values().forEach(section -> reader.read(section, entries));
                }
            }
        }
        return found;
    }

    private static void readElements(OperatorStateImage state, Consumer<StateEntry> entries) {
        GenericSections reader = new GenericSections(column(state), state.schema());
        for (byte[] element : state.elements()) {
            Object value = reader.readElement(element);
            if (value instanceof List<?> list) {
                list.forEach(each -> entries.accept(new StateEntry(null, null, each)));
            } else {
                ((Map<?, ?>) value).forEach((key, each) -> entries.accept(new StateEntry(key, null, each)));
            }
        }
    }

    private static void checkReadable(String reason, String state) {
        if (!reason.isEmpty()) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "The values of '" + state + "' cannot be read without the program: " + reason + ".");
        }
    }
}
