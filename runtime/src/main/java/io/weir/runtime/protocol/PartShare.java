package io.weir.runtime.protocol;

/**
 * Which parts of what was distributed an instance takes. An exchange distributes records to as many parts as its consumer
 * was to have instances; if it has fewer, each takes several neighbours.
 *
 * @param begin the first part
 * @param end the one after the last
 * @param of how many parts there are
 */
public record PartShare(int begin, int end, int of) {
    /** Checks that there is at least one. */
    public PartShare {
        if (begin < 0 || begin >= end || end > of) {
            throw new IllegalArgumentException("No parts of " + of + ": from " + begin + " to " + end);
        }
    }
}
