package io.weir.testing.operators;

import io.weir.runtime.state.OperatorImage;
import java.util.Arrays;
import java.util.List;

/**
 * What operators kept when their harnesses were told to snapshot: state by key with timers, and state of the instance.
 * Other harnesses can start from it. Immutable.
 */
public final class OperatorSnapshot {
    private final List<OperatorImage> images;

    OperatorSnapshot(List<OperatorImage> images) {
        this.images = List.copyOf(images);
    }

    /**
     * Puts the snapshots of all instances of an operator together, to start instances of another parallelism from them.
     *
     * @param snapshots those of the instances, in their order
     * @return all
     */
    public static OperatorSnapshot of(OperatorSnapshot... snapshots) {
        return new OperatorSnapshot(
                Arrays.stream(snapshots).flatMap(each -> each.images.stream()).toList());
    }

    /** Returns what one instance starts from. */
    OperatorImage shareOf(OperatorInstance instance) {
        return OperatorImage.divide(images, instance.maxParallelism(), instance.parallelism())
                .get(instance.subtask());
    }
}
