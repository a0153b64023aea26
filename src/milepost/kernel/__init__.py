"""Takes nothing, gives the words all rooms share: ids, time, money, spans, findings, digests, evidence.

Standard library only; must not know disk, network, clock or chance.
"""
