package io.weir.functions;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the class of a function says of the function, for the planner: which fields of its input it passes on unchanged. Records
 * that are distributed by such fields need not be distributed again, and records that are sorted by them need not be sorted again
 * behind a {@code map} or {@code flatMap}, which gives results in the order of what they were made from. What is wrong here makes
 * results wrong.
 *
 * <p>An expression names fields, separated by semicolons: {@code "f0; f2"} for those that have the same name in the output,
 * {@code "f0->f1"} for others, {@code "*"} for all fields, {@code "*->f0"} for the input itself.
 */
public final class FunctionAnnotation {
    private FunctionAnnotation() {}

    /** Fields that a function with one input passes on: of each output they are those of the record it was made from. */
    @Documented
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface ForwardedFields {
        /** Returns the expressions. */
        String[] value();
    }

    /** Fields of its first input that a function with two inputs passes on. */
    @Documented
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface ForwardedFieldsFirst {
        /** Returns the expressions. */
        String[] value();
    }

    /** Fields of its second input that a function with two inputs passes on. */
    @Documented
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface ForwardedFieldsSecond {
        /** Returns the expressions. */
        String[] value();
    }
}
