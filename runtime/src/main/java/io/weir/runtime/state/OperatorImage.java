package io.weir.runtime.state;

import io.weir.schema.SchemaMismatch;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an operator instance starts from: the bytes of an {@link OperatorCapture}, found by name and key group. States
 * are read from it when the operator asks for them. Immutable.
 */
public final class OperatorImage {
    /** What an operator starts from that has no past. */
    public static final OperatorImage EMPTY = new OperatorImage(-1, null, List.of());

    private final long checkpointId;
    private final KeyedImage keyed;
    private final List<OperatorStateImage> operatorStates;

    /** What people call the operator, for messages. */
    private final String operator;

    /** Is told instead of whoever asks for a state; null if nobody is. */
    private final RestoreObserver observer;

    OperatorImage(long checkpointId, KeyedImage keyed, List<OperatorStateImage> operatorStates) {
        this(checkpointId, keyed, operatorStates, "", null);
    }

    private OperatorImage(
            long checkpointId,
            KeyedImage keyed,
            List<OperatorStateImage> operatorStates,
            String operator,
            RestoreObserver observer) {
        this.operator = operator;
        this.observer = observer;
        this.checkpointId = checkpointId;
        this.keyed = keyed;
        this.operatorStates = List.copyOf(operatorStates);
    }

    /**
     * Returns the same, of an operator that messages can name.
     *
     * @param operatorId what the operator is found by
     * @param operatorName what people call it
     * @return the image
     */
    public OperatorImage named(String operatorId, String operatorName) {
        if (this == EMPTY) {
            return this;
        }
        String named = "'" + operatorName + "' (id " + operatorId + ")";
        return new OperatorImage(checkpointId, keyed, operatorStates, named, observer);
    }

    /**
     * Returns the same, of which someone is told what is restored and what is not.
     *
     * @param told who is told
     * @return the image
     */
    public OperatorImage observed(RestoreObserver told) {
        return this == EMPTY ? this : new OperatorImage(checkpointId, keyed, operatorStates, operator, told);
    }

    /** Returns what states it has, with their kinds and types in words, in the order in which they were written. */
    public Map<StateName, String> contents() {
        Map<StateName, String> contents = new LinkedHashMap<>();
        for (OperatorStateImage state : operatorStates) {
            String sharing = state.sharing().name().toLowerCase(Locale.ROOT);
            contents.putIfAbsent(StateName.of(state), sharing + " of " + state.types());
        }
        if (keyed != null) {
            keyed.columns().keySet().forEach(written -> {
                StateColumn column = written.column();
                String kind = column.kind().name().toLowerCase(Locale.ROOT);
                contents.putIfAbsent(
                        StateName.of(column), kind + " of " + column.types() + ", keys of " + keyed.keyType());
            });
        }
        return contents;
    }

    /** Returns whether there are values by key in it, which were read. */
    public boolean hasKeyedValues() {
        return keyed != null
                && keyed.columns().values().stream()
                        .flatMap(groups -> groups.values().stream())
                        .anyMatch(bytes -> bytes.length > 0);
    }

    /** Returns whether there were values by key, read or not. */
    boolean hadKeyedValues() {
        return hasFiles() || keyed != null && keyed.columns().values().stream().anyMatch(groups -> !groups.isEmpty());
    }

    /** Returns whether there are files that a backend kept beside it. */
    public boolean hasFiles() {
        return keyed != null && !keyed.files().isEmpty();
    }

    /** Returns the same without the files that a backend kept beside it: what it tells of states stays. */
    public OperatorImage withoutFiles() {
        return hasFiles()
                ? new OperatorImage(checkpointId, keyed.withoutFiles(), operatorStates, operator, observer)
                : this;
    }

    /** Returns the states by key of which only the values show whether they can be read as their types say. */
    public Set<StateName> doubtful() {
        Set<StateName> all = new HashSet<>();
        Set<StateName> doubtful = new HashSet<>();
        if (keyed != null) {
            keyed.columns().keySet().forEach(written -> {
                StateName name = StateName.of(written.column());
                if (!all.add(name) || written.isDoubtful()) {
                    doubtful.add(name);
                }
            });
        }
        return doubtful;
    }

    /** How a state is restored. */
    @FunctionalInterface
    interface Restoring {
        /** Restores it, and returns what was converted. */
        List<String> run();
    }

    /** Restores a state, or tells the observer that this cannot be done. */
    void restore(StateName state, Restoring how) {
        if (observer == null) {
            how.run();
            return;
        }
        try {
            observer.restored(state, how.run());
        } catch (WeirException e) {
            observer.refused(state, e);
        }
    }

    /** Checks something that all states depend on, or tells the observer what is wrong. Returns whether it is right. */
    boolean check(StateName state, Runnable check) {
        try {
            check.run();
            return true;
        } catch (WeirException e) {
            if (observer == null) {
                throw e;
            }
            observer.refused(state, e);
            return false;
        }
    }

    /** Returns whether there is a past. */
    public boolean isRestored() {
        return this != EMPTY;
    }

    /** Returns the number of the checkpoint; meaningless if there is none. */
    public long checkpointId() {
        return checkpointId;
    }

    /**
     * Returns the same with files that a backend kept beside it.
     *
     * @param files the files; none of them changes nothing
     * @return the image
     */
    public OperatorImage with(BackendFiles files) {
        return files.files().isEmpty()
                ? this
                : new OperatorImage(checkpointId, keyed.with(files), operatorStates, operator, observer);
    }

    /** Returns what a backend kept in files of its own, of the instances that had some of the key groups. */
    public List<BackendFiles> files(KeyGroupRange groups) {
        return keyed == null
                ? List.of()
                : keyed.files().stream()
                        .filter(each -> each.groupsOf(groups) > 0)
                        .toList();
    }

    /** Refuses files of a backend where some instances had written a state otherwise than others: its rows are mixed. */
    public void requireAlike() {
        Set<String> paths = new HashSet<>();
        Set<String> several = new HashSet<>();
        keyed.columns().keySet().forEach(written -> {
            if (!paths.add(written.column().path())) {
                several.add(written.column().path());
            }
        });
        keyed.columns().forEach((written, sections) -> {
            String path = written.column().path();
            if (sections.isEmpty() && several.contains(path)) {
                throw incompatible(
                        StateName.of(written.column()),
                        "its classes had changed, and only some instances had asked for it since",
                        "start at the parallelism of the checkpoint, take a savepoint, and start from that");
            }
        });
    }

    /** Returns the keyed state, or null if there was none. */
    KeyedImage keyed() {
        return keyed;
    }

    List<OperatorStateImage> operatorStates() {
        return operatorStates;
    }

    /**
     * Returns what a capture holds, with its files in memory, and closes it.
     *
     * @param capture the capture
     * @return the image
     */
    public static OperatorImage of(StateCapture capture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (capture) {
            List<BackendFile> files = new ArrayList<>();
            for (BackendFile file : capture.files()) {
                try (InputStream in = file.open()) {
                    files.add(new BytesFile(file.name(), in.readAllBytes()));
                }
            }
            capture.writeTo(bytes);
            return read(new ByteArrayInputStream(bytes.toByteArray()))
                    .with(new BackendFiles(capture.firstKeyGroup(), capture.keyGroups(), files));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what {@link OperatorCapture#writeTo} wrote.
     *
     * @param in where to read; it is read up to the end of the image only
     * @return the image
     * @throws IOException if reading fails
     */
    public static OperatorImage read(InputStream in) throws IOException {
        return ImageFormat.read(in, KeyGroupRange.ALL);
    }

    /**
     * Reads what {@link OperatorCapture#writeTo} wrote, but of the keyed state some key groups only.
     *
     * @param in where to read; it is read up to the end of the image, or not so far
     * @param groups the key groups
     * @return the image
     * @throws IOException if reading fails
     */
    public static OperatorImage read(InputStream in, KeyGroupRange groups) throws IOException {
        return ImageFormat.read(in, groups);
    }

    /**
     * Reads what {@link OperatorCapture#writeTo} wrote, but not all values: to find out whether it can be restored.
     *
     * @param in where to read; it is read up to the end of the image, or not so far
     * @param values which values by key are read
     * @return the image
     * @throws IOException if reading fails
     */
    public static OperatorImage read(InputStream in, Values values) throws IOException {
        return ImageFormat.read(in, KeyGroupRange.ALL, values);
    }

    /** Which values by key are read. */
    public enum Values {
        /** All. */
        ALL,
        /**
         * Only those whose types say not enough of whether they can be read: they name classes, or a serializer of the
         * program wrote them. The checksums of all are verified.
         */
        DOUBTFUL,
        /** None: it is only seen whether there are any. */
        NONE
    }

    /**
     * Divides what all instances of an operator kept among new instances.
     *
     * @param images what each instance kept, in the order of the instances
     * @param maxParallelism how many key groups there are
     * @param parallelism how many instances there will be
     * @return what each of them starts from
     */
    public static List<OperatorImage> divide(List<OperatorImage> images, int maxParallelism, int parallelism) {
        List<OperatorImage> divided = new ArrayList<>();
        for (int instance = 0; instance < parallelism; instance++) {
            divided.add(share(images, KeyGroupRange.of(maxParallelism, parallelism, instance), parallelism, instance));
        }
        return divided;
    }

    /**
     * Returns what one new instance starts from.
     *
     * @param images what each old instance kept, in the order of the instances; keyed state of other key groups than the
     *     new instance's may be left out
     * @param groups the key groups of the new instance
     * @param parallelism how many new instances there are
     * @param instance the number of the new instance
     * @return what it starts from
     */
    public static OperatorImage share(List<OperatorImage> images, KeyGroupRange groups, int parallelism, int instance) {
        List<OperatorImage> past =
                images.stream().filter(OperatorImage::isRestored).toList();
        if (past.isEmpty()) {
            return EMPTY;
        }
        KeyedImage allKeyed = past.stream()
                .map(OperatorImage::keyed)
                .filter(keyed -> keyed != null)
                .reduce(KeyedImage::with)
                .orElse(null);
        List<OperatorStateImage> states = new ArrayList<>();
        for (List<OperatorStateImage> same : byName(past).values()) {
            states.addAll(share(same, parallelism, instance));
        }
        return new OperatorImage(past.get(0).checkpointId, allKeyed == null ? null : allKeyed.of(groups), states);
    }

    /**
     * Returns what an instance starts from where there are as many instances as there were: its own, with what all the
     * others kept in its union lists.
     *
     * @param images what each instance kept, in the order of the instances
     * @param instance the number of the instance
     * @return what it starts from
     */
    public static OperatorImage same(List<OperatorImage> images, int instance) {
        OperatorImage own = images.get(instance);
        Map<String, List<OperatorStateImage>> all = byName(images);
        List<OperatorStateImage> states = new ArrayList<>();
        Set<String> unions = new HashSet<>();
        for (OperatorStateImage state : own.operatorStates) {
            if (state.sharing() != OperatorStateImage.Sharing.UNION) {
                states.add(state);
            } else if (unions.add(state.name())) {
                states.addAll(share(all.get(state.name()), images.size(), instance));
            }
        }
        return new OperatorImage(own.checkpointId, own.keyed, states);
    }

    /**
     * Returns what an operator starts from that kept nothing.
     *
     * @param checkpointId the number of the checkpoint that the job starts from
     * @return the image
     */
    public static OperatorImage withoutState(long checkpointId) {
        return new OperatorImage(checkpointId, null, List.of());
    }

    private static Map<String, List<OperatorStateImage>> byName(List<OperatorImage> images) {
        Map<String, List<OperatorStateImage>> byName = new LinkedHashMap<>();
        images.forEach(image -> image.operatorStates.forEach(state ->
                byName.computeIfAbsent(state.name(), none -> new ArrayList<>()).add(state)));
        return byName;
    }

    /**
     * Returns a new instance's part of what all kept under one name; several, where not all wrote it in the same way: then
     * some had not asked for it since its classes changed.
     */
    private static List<OperatorStateImage> share(List<OperatorStateImage> same, int parallelism, int instance) {
        OperatorStateImage one = same.get(instance % same.size());
        if (one.sharing() == OperatorStateImage.Sharing.BROADCAST) {
            return List.of(one);
        }
        Map<OperatorStateImage, List<byte[]>> alike = new LinkedHashMap<>();
        for (OperatorStateImage state : same) {
            alike.computeIfAbsent(state.with(List.of()), none -> new ArrayList<>())
                    .addAll(state.elements());
        }
        List<OperatorStateImage> shares = new ArrayList<>();
        alike.forEach((state, all) -> {
            long size = all.size();
            boolean split = state.sharing() == OperatorStateImage.Sharing.SPLIT;
            int from = split ? (int) (instance * size / parallelism) : 0;
            int to = split ? (int) ((instance + 1) * size / parallelism) : (int) size;
            shares.add(state.with(all.subList(from, to)));
        });
        return shares;
    }

    /** Makes the failure of an operator that asks for state of other types than those kept under its name. */
    WeirException incompatible(StateName what, String kept, String asked, String mend) {
        return incompatible(what, "it was kept as " + kept + ", but the program asks for " + asked, mend);
    }

    /** Makes the failure of an operator whose classes have changed too much. */
    WeirException incompatible(StateName what, SchemaMismatch mismatch) {
        return incompatible(what, mismatch.place() + ": " + mismatch.problem(), mismatch.mend());
    }

    /** Makes the failure of an operator whose values are whole, but cannot be made of what was written. */
    WeirException unreadable(StateName what, RuntimeException cause) {
        return failure(what, "its values cannot be read: " + cause, "keep its types", cause);
    }

    /** Makes the failure of an operator whose state does not fit. */
    WeirException incompatible(StateName what, String problem, String mend) {
        return failure(what, problem, mend, null);
    }

    private WeirException failure(StateName what, String problem, String mend, Throwable cause) {
        return new WeirException(
                ErrorCode.STATE_INCOMPATIBLE,
                what.text() + (operator.isEmpty() ? "" : " of " + operator) + " cannot be restored: " + problem
                        + ". Mend: " + mend + ".",
                cause);
    }
}
