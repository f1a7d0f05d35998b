package io.weir.runtime.jobmanager;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.configuration.Configuration;
import io.weir.runtime.protocol.PartShare;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides how many instances read what was written, and which parts each of them takes: neighbours, so that what is together
 * about as large as that of the others. Stateless.
 */
final class RealSizes {
    private RealSizes() {}

    /**
     * Divides parts among instances.
     *
     * @param bytes how large each part is
     * @param options the options of the job
     * @return the shares, at least one and at most as many as parts
     */
    static List<PartShare> divide(long[] bytes, Configuration options) {
        return divide(bytes, wanted(bytes, options));
    }

    /** Returns how many instances parts of such sizes want, at most one for each. */
    static int wanted(long[] bytes, Configuration options) {
        long volume = options.get(BatchAdaptiveOptions.VOLUME).bytes();
        long least = options.get(BatchAdaptiveOptions.LEAST);
        long most = Math.max(least, options.get(BatchAdaptiveOptions.MOST));
        long wanted = Math.min(most, Math.max(least, (total(bytes) + volume - 1) / volume));
        return (int) Math.min(bytes.length, wanted);
    }

    static long total(long[] bytes) {
        long total = 0;
        for (long part : bytes) {
            total += part;
        }
        return total;
    }

    /**
     * Divides parts among so many instances.
     *
     * @param bytes how large each part is
     * @param instances how many, at most as many as parts
     */
    static List<PartShare> divide(long[] bytes, int instances) {
        long total = total(bytes);
        List<PartShare> shares = new ArrayList<>();
        int begin = 0;
        long before = 0;
        for (int instance = 1; instance <= instances; instance++) {
            int most = bytes.length - (instances - instance); // each of the others gets one at least
            double goal = (double) total * instance / instances;
            int end = begin + 1;
            before += bytes[begin];
            // As near to the goal as possible: a part goes where the greater half of it belongs.
            while (end < most && (instance == instances || before + bytes[end] / 2.0 <= goal)) {
                before += bytes[end++];
            }
            shares.add(new PartShare(begin, end, bytes.length));
            begin = end;
        }
        return shares;
    }
}
