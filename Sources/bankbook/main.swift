import Model

print(CivilDate.first)
