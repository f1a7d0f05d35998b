package io.weir.runtime.protocol;

import java.util.List;

/**
 * What an enumerator has for a reader.
 *
 * @param execution the task of the reader
 * @param splits serialized splits
 * @param version the version of their serializer
 * @param noMore whether no further split will follow
 */
public record SplitDelivery(ExecutionId execution, List<byte[]> splits, int version, boolean noMore) {
    /** Takes a copy of the list. */
    public SplitDelivery {
        splits = List.copyOf(splits);
    }
}
