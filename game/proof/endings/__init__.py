"""The endings in numbers: shares, longest ways, the choices that shut them out."""
