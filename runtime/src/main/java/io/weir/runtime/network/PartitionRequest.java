package io.weir.runtime.network;

/** A consumer's wish for a part of a partition. Whoever makes the request implements it. */
public interface PartitionRequest {
    /**
     * Hands over the part, claimed for this consumer. Called once at most, by any thread; must not block.
     *
     * @param subpartition the part
     */
    void granted(FrameSource subpartition);

    /**
     * Learns that the part will not come. Called once at most and not after {@link #granted}, by any thread; must not
     * block.
     *
     * @param cause why
     */
    void refused(io.weir.util.WeirException cause);
}
