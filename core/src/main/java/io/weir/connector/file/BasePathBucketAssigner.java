package io.weir.connector.file;

/**
 * Puts all files into the sink's own directory. Stateless.
 *
 * @param <T> the type of the records
 */
public final class BasePathBucketAssigner<T> implements BucketAssigner<T> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getBucketId(T element, Context context) {
        return "";
    }
}
