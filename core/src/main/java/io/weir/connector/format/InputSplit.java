package io.weir.connector.format;

import java.io.Serializable;
import java.util.List;

/** A part of an input, which one instance reads at a time. It travels as a serialized object. */
public interface InputSplit extends Serializable {
    /** Returns the number of the split, unique within its input. */
    int getSplitNumber();

    /** Returns the hosts that can read it fastest; none if that is not known. */
    default List<String> getHosts() {
        return List.of();
    }
}
