package io.weir.functions;

import io.weir.types.TypeHint;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.util.Objects;

/**
 * Names a side output of an operator and the type of its records. Two tags with one name are one output. Where the type
 * is not given, the tag must be an anonymous subclass, {@code new OutputTag<String>("late") {}}, so that Java keeps it.
 *
 * @param <T> the type of the records
 */
public class OutputTag<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final TypeInformation<T> type;

    /**
     * Makes a tag of an anonymous subclass.
     *
     * @param id the name of the output
     */
    protected OutputTag(String id) {
        this.id = requireId(id);
        this.type = TypeHint.typeArgument(getClass(), "new OutputTag<String>(\"late\") {}");
    }

    /**
     * Makes a tag.
     *
     * @param id the name of the output
     * @param type the type of its records
     */
    public OutputTag(String id, TypeInformation<T> type) {
        this.id = requireId(id);
        this.type = Objects.requireNonNull(type, "type is null");
    }

    private static String requireId(String id) {
        if (id == null || id.isBlank()) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "An output tag needs a name.");
        }
        return id;
    }

    /** Returns the name of the output. */
    public String getId() {
        return id;
    }

    /** Returns the type of its records. */
    public TypeInformation<T> getTypeInfo() {
        return type;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutputTag<?> tag && tag.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "OutputTag(" + id + ", " + type + ")";
    }
}
