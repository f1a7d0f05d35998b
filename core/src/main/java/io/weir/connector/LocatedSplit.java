package io.weir.connector;

import java.util.List;

/** A split that some hosts can read faster than others. */
public interface LocatedSplit extends SourceSplit {
    /** Returns the hosts that hold it; none if that is not known. */
    List<String> hosts();
}
