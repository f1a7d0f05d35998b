package io.weir.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommonTypeTest {
    /** A POJO with a subclass. */
    public static class Animal {
        public String name;
    }

    /** Below it. */
    public static class Dog extends Animal {
        public int age;
    }

    /** A record with an interface above it. */
    public record Circle(double radius) implements Shape {}

    /** Another one. */
    public record Square(double side) implements Shape {}

    /** The interface. */
    public interface Shape {}

    /** A generic one. */
    public static class Box<T> {
        public T content;
    }

    private static void assertCommon(TypeInformation<?> first, TypeInformation<?> second, TypeInformation<?> common) {
        assertThat(CommonType.of(first, second)).isEqualTo(common);
        assertThat(CommonType.of(second, first)).isEqualTo(common);
    }

    @Test
    void theClassAboveFitsBoth() {
        assertCommon(Types.LONG, Types.LONG, Types.LONG);
        assertCommon(Types.POJO(Animal.class), Types.POJO(Dog.class), Types.POJO(Animal.class));
        assertCommon(Types.RECORD(Circle.class), Types.GENERIC(Shape.class), Types.GENERIC(Shape.class));
        assertCommon(Types.GENERIC(Object.class), Types.TUPLE(Types.INT), Types.GENERIC(Object.class));
    }

    @Test
    void typesWithNothingInCommonAreUnknown() {
        assertCommon(Types.RECORD(Circle.class), Types.RECORD(Square.class), Types.GENERIC(Object.class));
        assertCommon(Types.INT, Types.STRING, Types.GENERIC(Object.class));
        assertCommon(Types.TUPLE(Types.INT), Types.TUPLE(Types.INT, Types.INT), Types.GENERIC(Object.class));
    }

    @Test
    void partsAreComparedOneByOne() {
        TypeInformation<?> anything = Types.GENERIC(Object.class);
        assertCommon(
                Types.TUPLE(Types.INT, Types.STRING),
                Types.TUPLE(Types.INT, anything),
                Types.TUPLE(Types.INT, anything));
        assertCommon(Types.LIST(Types.INT), TypeInformation.of(List.class), TypeInformation.of(List.class));
        TypeInformation<?> boxOfText = new TypeHint<Box<String>>() {}.getTypeInfo();
        assertCommon(boxOfText, TypeInformation.of(Box.class), TypeInformation.of(Box.class));
    }
}
