package io.weir.runtime.jobmanager;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.configuration.Configuration;
import io.weir.runtime.protocol.PartShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decides how many instances read what was written where a part may be much larger than the others: several instances share it,
 * each of which takes what some of the producers have written of the larger input, and all of the other. What is left is
 * divided among the others as {@link RealSizes} does.
 *
 * <p>Thread: the JobManager's main thread. Life: one decision.
 */
final class SkewedParts {
    private final List<WrittenInput> divisible;
    private final Configuration options;

    /** How large each part is, all inputs together. */
    private final long[] bytes;

    /** By part, the input that is divided; null where there is no need to. */
    private final WrittenInput[] divided;

    /** By part, how many instances share it. */
    private final int[] pieces;

    private SkewedParts(long[] bytes, List<WrittenInput> divisible, Configuration options) {
        this.bytes = bytes;
        this.divisible = divisible;
        this.options = options;
        this.divided = new WrittenInput[bytes.length];
        this.pieces = new int[bytes.length];
        Arrays.fill(pieces, 1);
    }

    /**
     * Divides parts among instances.
     *
     * @param bytes how large each part is, all inputs together
     * @param divisible the inputs that can be divided
     * @param options the options of the job
     * @return the shares, at least one and at most as many as parts
     */
    static List<InstanceShare> divide(long[] bytes, List<WrittenInput> divisible, Configuration options) {
        return new SkewedParts(bytes, divisible, options).divide();
    }

    private List<InstanceShare> divide() {
        int wanted = RealSizes.wanted(bytes, options);
        long goal = Math.max(1, RealSizes.total(bytes) / wanted);
        for (WrittenInput input : divisible) {
            choose(input, goal);
        }
        int most = Math.min(
                bytes.length,
                Math.max(options.get(BatchAdaptiveOptions.LEAST), options.get(BatchAdaptiveOptions.MOST)));
        while (needed() > most && reduce()) {
            // One less is needed now.
        }
        return shares(Math.max(wanted, Math.min(most, needed())));
    }

    private void choose(WrittenInput input, long goal) {
        long[] sizes = input.parts(bytes.length);
        long least = least(sizes);
        for (int part = 0; part < sizes.length; part++) {
            boolean larger = divided[part] == null || sizes[part] > RealSizes.total(divided[part].ofPart(part));
            if (sizes[part] > least && larger) {
                long writers = Arrays.stream(input.ofPart(part))
                        .filter(written -> written > 0)
                        .count();
                pieces[part] = (int) Math.min(writers, (sizes[part] + goal - 1) / goal);
                divided[part] = input;
            }
        }
    }

    /** Returns what a part must exceed to be divided. */
    private long least(long[] sizes) {
        long[] sorted = sizes.clone();
        Arrays.sort(sorted);
        double median = sorted[(sorted.length - 1) / 2];
        return (long) Math.max(
                options.get(BatchAdaptiveOptions.SKEW_THRESHOLD).bytes(),
                median * options.get(BatchAdaptiveOptions.SKEW_FACTOR));
    }

    private boolean isShared(int part) {
        return pieces[part] > 1;
    }

    /** Returns the end of the neighbours that nobody shares; the part itself if it is shared. */
    private int endOfRun(int begin) {
        int end = begin;
        while (end < bytes.length && !isShared(end)) {
            end++;
        }
        return end;
    }

    /** Returns how many instances are needed at least. */
    private int needed() {
        int needed = 0;
        for (int part = 0; part < bytes.length; part++) {
            boolean begins = part == 0 || isShared(part - 1);
            needed += isShared(part) ? pieces[part] : begins ? 1 : 0;
        }
        return needed;
    }

    /** Lets one instance less share the part whose pieces are smallest; returns false if none is shared. */
    private boolean reduce() {
        int least = -1;
        for (int part = 0; part < bytes.length; part++) {
            if (isShared(part) && (least < 0 || bytes[part] / pieces[part] < bytes[least] / pieces[least])) {
                least = part;
            }
        }
        if (least >= 0) {
            pieces[least]--;
        }
        return least >= 0;
    }

    private List<InstanceShare> shares(int instances) {
        int[] forRuns = forRuns(instances);
        List<InstanceShare> shares = new ArrayList<>();
        int part = 0;
        while (part < bytes.length) {
            int end = endOfRun(part);
            if (end == part) {
                addPieces(part++, shares);
            } else {
                int begin = part;
                RealSizes.divide(Arrays.copyOfRange(bytes, part, end), forRuns[part])
                        .forEach(share -> shares.add(new InstanceShare(
                                new PartShare(begin + share.begin(), begin + share.end(), bytes.length))));
                part = end;
            }
        }
        return shares;
    }

    private void addPieces(int part, List<InstanceShare> shares) {
        for (PartShare piece : RealSizes.divide(divided[part].ofPart(part), pieces[part])) {
            shares.add(new InstanceShare(
                    new PartShare(part, part + 1, bytes.length),
                    new InstanceShare.Slice(divided[part].inputs(), piece.begin(), piece.end())));
        }
    }

    /** Returns, where neighbours begin that nobody shares, how many instances take them: where most is left, one more. */
    private int[] forRuns(int instances) {
        int[] counts = new int[bytes.length];
        long[] sizes = new long[bytes.length];
        for (int part = 0; part < bytes.length; part++) {
            int end = endOfRun(part);
            if (end > part) {
                counts[part] = 1;
                sizes[part] = RealSizes.total(Arrays.copyOfRange(bytes, part, end));
                part = end;
            }
        }
        for (int left = instances - needed(); left > 0; left--) {
            int most = -1;
            for (int part = 0; part < bytes.length; part++) {
                boolean grows = counts[part] > 0 && counts[part] < endOfRun(part) - part;
                if (grows && (most < 0 || sizes[part] / counts[part] > sizes[most] / counts[most])) {
                    most = part;
                }
            }
            if (most < 0) {
                return counts;
            }
            counts[most]++;
        }
        return counts;
    }
}
