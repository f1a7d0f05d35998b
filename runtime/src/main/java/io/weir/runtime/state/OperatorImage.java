package io.weir.runtime.state;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    OperatorImage(long checkpointId, KeyedImage keyed, List<OperatorStateImage> operatorStates) {
        this.checkpointId = checkpointId;
        this.keyed = keyed;
        this.operatorStates = List.copyOf(operatorStates);
    }

    /** Returns whether there is a past. */
    public boolean isRestored() {
        return this != EMPTY;
    }

    /** Returns the number of the checkpoint; meaningless if there is none. */
    public long checkpointId() {
        return checkpointId;
    }

    /** Returns the keyed state, or null if there was none. */
    KeyedImage keyed() {
        return keyed;
    }

    List<OperatorStateImage> operatorStates() {
        return operatorStates;
    }

    /**
     * Returns what a capture holds, and closes it.
     *
     * @param capture the capture
     * @return the image
     */
    public static OperatorImage of(StateCapture capture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (capture) {
            capture.writeTo(bytes);
            return read(new ByteArrayInputStream(bytes.toByteArray()));
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
            states.add(share(same, parallelism, instance));
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
        List<OperatorStateImage> states = own.operatorStates.stream()
                .map(state -> state.sharing() == OperatorStateImage.Sharing.UNION
                        ? share(all.get(state.name()), images.size(), instance)
                        : state)
                .toList();
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

    private static OperatorStateImage share(List<OperatorStateImage> same, int parallelism, int instance) {
        OperatorStateImage one = same.get(instance % same.size());
        if (one.sharing() == OperatorStateImage.Sharing.BROADCAST) {
            return one;
        }
        List<byte[]> all = new ArrayList<>();
        same.forEach(state -> all.addAll(state.elements()));
        if (one.sharing() == OperatorStateImage.Sharing.SPLIT) {
            long size = all.size();
            List<byte[]> part =
                    all.subList((int) (instance * size / parallelism), (int) ((instance + 1) * size / parallelism));
            return new OperatorStateImage(one.name(), one.sharing(), one.types(), part);
        }
        return new OperatorStateImage(one.name(), one.sharing(), one.types(), all);
    }

    /** Makes the failure of an operator that asks for state of other types than those kept under its name. */
    static WeirException incompatible(String what, String kept, String asked) {
        return new WeirException(
                ErrorCode.STATE_INCOMPATIBLE,
                what + " was kept as " + kept + ", but the program asks for " + asked
                        + ": give the new state another name, or keep its kind and types.");
    }
}
